"""A text that knows its lines; what is wrong in it, where, and what to write instead."""
