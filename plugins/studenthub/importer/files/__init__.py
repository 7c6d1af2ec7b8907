"""Reads each kind of file as blocks, with the data that the file has beside its text."""
