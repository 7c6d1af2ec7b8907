"""Checks of the front matter."""
