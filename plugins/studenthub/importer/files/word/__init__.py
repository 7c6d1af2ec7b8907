"""Prepares a Word file for Pandoc."""
