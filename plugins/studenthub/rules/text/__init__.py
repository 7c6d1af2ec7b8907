"""Checks of what a text says and where its links lead."""
