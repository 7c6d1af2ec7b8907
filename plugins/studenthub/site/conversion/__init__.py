"""Markdown and templates become the HTML of pages."""
