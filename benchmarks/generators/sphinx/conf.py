project = "An artificial hub"
extensions = ["myst_parser", "sphinxcontrib.bibtex"]
myst_title_to_header = True
bibtex_bibfiles = ["bib/references.bib"]
bibtex_reference_style = "author_year"
suppress_warnings = ["toc.not_included"]
