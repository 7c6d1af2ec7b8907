"""Parsers of Markdown that do not convert it, and keep every offset."""
