"""The parsers: YAML with places, running text of Markdown, citations, BibTeX, LaTeX, names, references."""
