"""The preview of `mkdocs serve`: each page is made when a browser asks for it."""
