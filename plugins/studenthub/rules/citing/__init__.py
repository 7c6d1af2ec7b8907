"""Checks of citations, and of sources that are named without one."""
