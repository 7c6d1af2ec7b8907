"""Scripts as readers load them: without comments that are lines of their own, and otherwise the same."""

from __future__ import annotations

import pytest

from studenthub.site.script import compact


@pytest.mark.parametrize(
    ("js", "made"),
    [
        ("// Why.\nact();\n", "act();\n"),
        ('"use strict";\n\n  // Why.\n  act(); // how\n', '"use strict";\n\n  act(); // how\n'),
        ("/** What.\n * @param x `y\n */\nact();\n", "act();\n"),
        ("/* a */ act();\n", " act();\n"),
        ("/* a\nb */ act();\n", " act();\n"),
        ('const address = "//host/";\n', 'const address = "//host/";\n'),
        ("const text = `\n// text\n/* text */\n`;\n// Why.\n", "const text = `\n// text\n/* text */\n`;\n"),
        ("const text = `\\`\n// text\n`;\n", "const text = `\\`\n// text\n`;\n"),
        ("// don't count ` here\n// Why.\nact();", "act();"),
        ("a\n/ 2;\n", "a\n/ 2;\n"),
        ("", ""),
    ],
)
def test_only_comments_go(js: str, made: str) -> None:
    assert compact(js) == made
    assert compact(made) == made
