"""The report of an import: what was found, and how it is written."""
