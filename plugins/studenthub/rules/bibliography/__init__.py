"""Checks of the entries of the bibliography."""
