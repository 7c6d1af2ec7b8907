"""Checks of the files in docs/."""
