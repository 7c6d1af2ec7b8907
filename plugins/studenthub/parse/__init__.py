"""The small parsers: YAML with places, running text of Markdown, citations, BibTeX, LaTeX, check digits."""
