"""The frozen values that everything is made from: articles, terms, the bibliography, the catalogue, the settings."""
