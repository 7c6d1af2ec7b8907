"""A draft that comes by an issue: the form, what was answered in it, and the way to a pull request."""
