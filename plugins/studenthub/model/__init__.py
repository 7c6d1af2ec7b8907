"""The frozen values: articles, terms, the bibliography, the catalogue, the settings."""
