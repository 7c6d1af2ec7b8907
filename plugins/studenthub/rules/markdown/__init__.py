"""Checks of what Markdown makes of a text."""
