"""Texts with lines and places; problems, their fixes, and limits of size."""
