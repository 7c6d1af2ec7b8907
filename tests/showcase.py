"""A hub with one of everything that a page can show, by invented authors. Several test files build it."""

from __future__ import annotations

import fcntl
import io
import os
from pathlib import Path

import pytest
from PIL import Image

import hubs

PAGES = (
    "",
    "articles/night/",
    "articles/numbered/",
    "articles/withdrawn/",
    "articles/crowd/",
    "articles/signs/",
    "articles/",
    "topics/",
    "topics/sleep/",
    "authors/",
    "authors/author-ann/",
    "institutions/university-of-example/",
    "years/",
    "years/2025/",
    "sources/",
    "search/",
    "write/",
    "write/citing/",
    "404.html",
)

#: The Markdown of the project itself, and a hub with all that a page can show.
_EXTENSIONS = (hubs.PROJECT / "mkdocs.yml").read_text(encoding="utf-8").partition("markdown_extensions:")
_YML = (
    hubs.MKDOCS_YML.partition("markdown_extensions:")[0].replace("{bib_dir: bib}", "{bib_dir: bib, licence: CC-BY-4.0}")
    + """\
site_description: Articles for trying everything out.
repo_url: https://github.com/example/hub
edit_uri: edit/main/docs/
extra:
  help:
    - {label: Membership information, tel: 0800 225 677}
    - {label: Medicolegal advice, tel: 0800 014 780}
    - {label: Counselling, url: "https://help.example/students/"}
  disclaimer: Articles are the views of their authors.
"""
    + "".join(_EXTENSIONS[1:])
)

_TEXT = """\
The first paragraph cites two at once [@author2001; @author2002, p. 3] and goes on for a while, as paragraphs do. Then
@author2003 [p. 4] says it again, with a footnote.[^aside] The HTML element and `inline code` too.

## Lists and tables

- one
    - nested

1. first

- [x] done

| Drug | Dose | Given |
| --- | --- | --- |
| Examplol | 5 mg | at night |
| Placebine | none | never [@author2005] |

Term
:   What it means.

## Boxes

!!! note "What to remember"

    The text of the box [@author2004].

??? tip "Closed until opened"

    Inside.

=== "First tab"

    Text of the first.

=== "Second tab"

    Text of the second.

## Code and quotations

```python title="file.py"
def double(x: int) -> int:
    return 2 * x  # a comment
```

> Somebody said this, word for word [@author2001, p. 4].

Press ++ctrl+c++ and ==mark== this.

![Bars of growing height](bars.png)
/// caption
Bars, and a *caption* [@author2002].
///

Pneumonoultramicroscopicsilicovolcanoconiosispneumonoultramicroscopicsilicovolcanoconiosis [see @author2006].

*[HTML]: Hyper Text Markup Language

[^aside]: An aside, with [a page of examples](https://example.org/).
"""
_ANN = """
  - name: Author, Ann
    programme: MBChB
    year_of_study: 5
    affiliation: University of Example
    orcid: 0000-0002-1825-0097"""


#: Formulas and diagrams.
_SIGNS = r"""
The number needed to treat is $\text{NNT} = 1/\text{ARR}$ [@author2001], and costs between $5 and $6.

$$
\hat{p} \pm 1.96\sqrt{\frac{\hat{p}(1-\hat{p})}{n}}
$$

\begin{aligned} \text{OR} &= \frac{a/c}{b/d} \\ &= \frac{ad}{bc} \end{aligned}

$$
P(A \mid B) = \frac{P(B \mid A)\,P(A)}{P(B \mid A)\,P(A) + P(B \mid \overline{A})\,P(\overline{A})} \quad\text{(Bayes)}
$$

```mermaid
flowchart LR
    accTitle: From consent to follow-up
    A[Patient arrives] --> B{Consent given?}
    B -->|yes| C[Takes part]
    B -->|no| D[Usual care & thanks]
    C --> E[Follow-up]
```

```mermaid
sequenceDiagram
    Student->>Editor: Sends an article
    Editor-->>Student: Asks for a change
```
"""
#: What strains a page: many authors, long words, wide tables and lines of code, one of each kind of box.
_CROWD = """\
A first paragraph [@author2001].

| Ward | Nights | Students | Hours awake, median | Errors | Errors for each hour | Interval | Method of counting |
| --- | --: | --: | --: | --: | --: | --- | --- |
| Surgery | 12 | 48 | 16.5 | 31 | 1.88 | 1.2 to 2.9 | looked at by two people |
| Medicine | 9 | 36 | 15.0 | 12 | 0.80 | 0.4 to 1.5 | looked at by two people |

| Field | What to write | Example |
| --- | --- | --- |
| `corresponding_author` | Whom a reader may write to, with an address that will last | `corresponding_author: Bo` |

```r
model <- glmer(errors ~ hours_awake + ward + (1 | student), data = nights, family = poisson, control = slow_and_sure)
```

""" + "\n\n".join(
    f"!!! {kind}\n\n    A box of this kind, with *emphasis*, `code` and a [page of examples](https://example.org/)."
    for kind in (
        *("note", "abstract", "info", "tip", "success", "question"),
        *("warning", "failure", "danger", "bug", "example", "quote"),
    )
)


def _source(year: int) -> str:
    return (
        f"@article{{author{year}, author={{Author, A. and van der Writer, B. and Scribe, C.}}, "
        f"title={{A title about {{DNA}} \\& number {year}}}, journal={{A Journal}}, volume={{1}}, number={{2}}, "
        f"pages={{1--9}}, year={{{year}}}, doi={{10.1234/abc.{year}}}}}\n"
    )


def files(fillers: int = 7) -> dict[str, str]:
    """The files of the hub; ``fillers`` are articles that are there for the lists."""
    found = {
        "mkdocs.yml": _YML,
        "docs/index.md": "---\ntitle: Test Hub\ndescription: A hub on which everything is tried out once.\n---\n\n"
        "Articles by invented authors.\n",
        "docs/topics/sleep.md": "---\nname: Sleep\ndescription: What nights do to people.\n---\n",
        "docs/topics/testing.md": hubs.TOPIC,
        "docs/institutions/university-of-example.md": "---\nname: University of Example\ncountry: South Africa\n---\n",
        "docs/authors/person-h.md": "---\nname: Person, H.\norcid: 0000-0002-1825-0097\n"
        "affiliation: University of Example\ndescription: Studies sleep because of too little of it.\n---\n\nMore.\n",
        "docs/write/index.md": "---\ntitle: Write for the hub\ndescription: How an article gets here.\n---\n\n"
        "## One\n\nText.\n\n## Two\n\nText.\n\n## Three\n\nText.\n",
        "docs/write/citing.md": "---\ntitle: How to cite\ndescription: A few words on citing.\n---\n\nText.\n",
        "bib/references.bib": "".join(map(_source, range(2001, 2010)))
        + "@article{withdrawn, author={Author, Ann}, title={An article}, journal={Test Hub}, year={2024}, "
        "url={https://hub.example/articles/withdrawn/}}\n",
        "docs/articles/night/index.md": hubs.article(
            _TEXT,
            title="What a night on call does to your judgement",
            description="After sixteen hours awake, students were slower, and surer of themselves.",
            date="2026-09-30",
            authors=f"{_ANN}\n  - person-h\n  - name: Ministry of Examples\n    organisation: true",
            topics="[sleep, testing]",
            tags="[night, on call]",
            image="\n  src: bars.png\n  alt: Bars of growing height\n  caption: Ten past three.\n  credit: Author, A.",
            changes="\n  - date: 2026-10-02\n    kind: correction\n    note: The number of students was 48, not 84.",
            declarations="\n  conflicts: none",
            series="Nights",
        ),
        "docs/articles/numbered.md": hubs.article(
            "Text [@author2001; @author2002]. It builds on [@withdrawn].",
            title="The night after",
            date="2026-10-10",
            authors=_ANN,
            topics="[sleep]",
            csl="nlm-citation-sequence",
            series="Nights",
        ),
        "docs/articles/signs.md": hubs.article(
            _SIGNS, title="Formulas and diagrams", date="2024-01-08", authors=_ANN, topics="[testing]"
        ),
        "docs/articles/crowd.md": hubs.article(
            _CROWD,
            title="'How twelve authors of one article, and a title that goes on for a while, "
            "fit on the screen of a telephone: a mixed-methods study'",
            date="2024-01-09",
            authors="".join(
                f"\n  - {{name: 'Author, {name}', programme: MBChB, affiliation: 'University of Example'}}"
                for name in ["Bo", "Cy", "Di", "Ed", "Flo", "Gus", "Hal", "Ida", "Jo", "Kim"]
            )
            + "\n  - {name: 'מחבר, א', programme: MBChB}"
            + "\n  - {name: 'Author-Whose-Name-Is-Longer-Than-Most, Wilhelmina', programme: BSc Nursing Science}",
            topics="[testing]",
        ),
        "docs/articles/withdrawn.md": hubs.article(
            "Text [@author2001].",
            title="An article that was withdrawn",
            date="2024-02-03",
            authors=_ANN,
            topics="[sleep]",
            changes="\n  - date: 2026-11-05\n    kind: retraction\n    note: The data were invented, as we know now.",
        ),
    }
    for number in range(fillers):
        found[f"docs/articles/filler-{number}.md"] = hubs.article(
            f"Text [@author200{number % 9 + 1}; @author2001].\n\n" + "More words of text. " * 60,
            title=f"Filler number {number} with a title of some length",
            date=f"2025-0{number % 9 + 1}-{number % 28 + 1:02}",
            authors=_ANN,
            topics="[sleep]" if number % 2 else "[testing]",
        )
    return found


def build(folder: Path, fillers: int = 7) -> Path:
    """The hub in ``folder``, built without MkDocs, which makes the same (test_hub_build); the folder of its site."""
    hubs.write(folder, files(fillers))
    picture = io.BytesIO()
    Image.new("RGB", (640, 360), (30, 90, 90)).save(picture, "PNG")
    (folder / "docs/articles/night/bars.png").write_bytes(picture.getvalue())
    built = hubs.run(folder, ["hub", "build", "site", "--strict"])
    assert built.status == 0, built.output
    return folder / "site"


@pytest.fixture(scope="session")
def showcase(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The folder of the built hub. Of several processes that run tests, the first to ask builds it for all."""
    own = tmp_path_factory.getbasetemp()
    shared = own.parent if "PYTEST_XDIST_WORKER" in os.environ else own
    with (shared / "showcase.lock").open("w") as file:
        fcntl.flock(file, fcntl.LOCK_EX)
        if not (shared / "showcase/site").is_dir():
            build(shared / "showcase")
    return shared / "showcase"
