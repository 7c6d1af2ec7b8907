"""What citations add to the conversion of Markdown: python benchmarks/convert.py [--rounds N].

The same 100 generated articles are converted with and without the extension, in turns, by one converter each, with
the extensions of mkdocs.yml. The texts are the same, so that without ours citations stay as they are written. The
filters against hostile text are down, as they are not citations. What is formatted is not counted, only what is put in:
once as in a first build, where workers have formatted the documents before, and once as in a second, where they come
from the cache on disk. CPU milliseconds an article: the medians of the rounds, and of the ratios within each.
"""

from __future__ import annotations

import argparse
import tempfile
import time
from dataclasses import replace
from pathlib import Path
from statistics import median
from unittest.mock import patch

import markdown
from mkdocs.config import load_config

from corpus import PROJECT, Corpus
from studenthub.html import sanitize
from studenthub.markup import html_filter
from studenthub.markup.extension import CitationExtension, makeExtension
from studenthub.model.articles import parse
from studenthub.runtime.cache import Cache
from studenthub.source.text import Text
from studenthub.styles.formatter import Formatter

_ARTICLES = 100


def main() -> None:
    """Print the table."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--rounds", type=int, default=7)
    rounds = parser.parse_args().rounds
    with tempfile.TemporaryDirectory() as folder:
        root = Path(folder) / "hub"
        Corpus(articles=_ARTICLES, sources=4 * _ARTICLES, cites=8).write(root, "hub")
        paths = sorted((root / "docs/articles").glob("*.md"))
        articles = [parse(Text.read(root, path.relative_to(root).as_posix()))[0] for path in paths]
        bodies = [article.body for article in articles]
        config = load_config(str(PROJECT / "mkdocs.yml"))
        names = config.markdown_extensions
        plain = markdown.Markdown(extensions=names, extension_configs=config.mdx_configs)
        document = makeExtension(root=str(root)).document
        extension = CitationExtension(document)
        with patch.object(html_filter, "build"):
            ours = markdown.Markdown(extensions=[*names, extension], extension_configs=config.mdx_configs)
        _convert(ours, bodies)
        rows: list[tuple[float, float, float]] = []
        for _ in range(rounds):
            without, cached = _convert(plain, bodies), _convert(ours, bodies)
            with Formatter(document.formatter.sources, Cache(None)) as formatter:
                for article in articles:
                    formatter.submit(document.style, article.groups)
                formatter.wait()
                extension.document = replace(document, formatter=formatter)
                rows.append((without, _convert(ours, bodies), cached))
            extension.document = document
    print("| | CPU ms an article | ratio |\n|---|--:|--:|")
    print(f"| without the extension | {median(row[0] for row in rows):.2f} | 1.00 |")
    for name, column in (("with it, formatted before", 1), ("with it, from the cache", 2)):
        ratio = median(row[column] / row[0] for row in rows)
        print(f"| {name} | {median(row[column] for row in rows):.2f} | {ratio:.2f} |")


@patch.multiple(sanitize, clean=str, text=str)
def _convert(md: markdown.Markdown, bodies: list[str]) -> float:
    start = time.process_time()
    for body in bodies:
        md.reset().convert(body)
    return (time.process_time() - start) * 1000 / len(bodies)


if __name__ == "__main__":
    main()
