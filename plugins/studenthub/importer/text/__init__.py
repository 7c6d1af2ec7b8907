"""The text of a draft as blocks and lines, and as Markdown."""
