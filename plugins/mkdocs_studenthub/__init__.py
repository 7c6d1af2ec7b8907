"""The adapter between the student hub and MkDocs: the only package that imports mkdocs and mkdocs_bibtex."""
