"""CSL styles, changed so that Pandoc prints of them what their makers mean."""
