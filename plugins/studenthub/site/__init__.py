"""Turns pages into a folder on disk, or answers a preview."""
