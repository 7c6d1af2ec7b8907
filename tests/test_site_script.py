"""Scripts as readers load them: without comments that are lines of their own, and otherwise the same."""

from __future__ import annotations

from pathlib import Path

import pytest

import hubs
from studenthub.model.settings import Settings
from studenthub.site.folder import assets
from studenthub.site.folder.script import compact
from texts import quadratic


@pytest.mark.parametrize(
    ("js", "made"),
    [
        ("// Why.\nact();\n", "act();\n"),
        ('"use strict";\n\n  // Why.\n  act(); // how\n', '"use strict";\n\n  act(); // how\n'),
        ("/** What.\n * @param x `y\n */\nact();\n", "act();\n"),
        ("act();\n// Why, at the end", "act();\n"),
        ('const address = "//host/";\n', 'const address = "//host/";\n'),
        ("const text = `// ${one} ` + `two`;\n// Why.\n", "const text = `// ${one} ` + `two`;\n"),
        ("// don't count ` here\n// Why.\nact();", "act();"),
        ("a\n/ 2;\n", "a\n/ 2;\n"),
        ("", ""),
    ],
)
def test_only_comments_go(js: str, made: str) -> None:
    assert compact(js) == made
    assert compact(made) == made


@pytest.mark.parametrize(
    "js",
    [
        "// Why.\nconst text = `\n// text\n/* text */\n`;\n",
        "x(); // don`t\nconst t = `\n// text\n`;\n",
        "const text = `\\`\n// text\n`;\n",
        "const text = `${`\n// text\n`}`;\n",
        "/* a */ act();\n",
        "act(); /*\n// */ act();\n",
        "act(); /*\n/* b */\nact();\n",
        'const text = "one\\\n// two";\n',
    ],
)
def test_a_script_in_which_a_comment_may_be_text_stays_as_it_is(js: str) -> None:
    assert compact(js) == js


@pytest.mark.parametrize("path", sorted((hubs.THEME / "assets").glob("*.js")), ids=lambda path: path.name)
def test_our_own_scripts_lose_their_comments(path: Path) -> None:
    made = compact(path.read_text(encoding="utf-8"))
    assert not [line for line in made.splitlines() if line.lstrip().startswith(("//", "/*"))]


def test_the_time_of_a_script_grows_with_its_length() -> None:
    pieces = ["/*\n", "/* a */ b\n", "`\n", "``\n", "`", "${", "//*/\n", "// a\n", " ", "\n", "\\\n"]
    assert quadratic(compact, pieces) == []


def test_only_the_scripts_of_the_theme_are_translated() -> None:
    """In a script that a hub has of its own, ``_`` is whatever the hub calls so."""
    settings = Settings(Path(), language="fr")
    content = 'show(_("Copied"));\n'
    assert assets.made("assets/hub.js", content, settings) != content
    for own in ("assets/own.js", "assets/hub-own.js"):
        assert assets.made(own, content, settings) == content
