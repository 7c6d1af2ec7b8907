"""Material's stylesheet without its chrome. That pages look the same with it is for the eye; here is what is cut."""

from __future__ import annotations

from pathlib import Path

from studenthub.site.stylesheet import compact, trim


def test_what_only_writers_read_is_left_out() -> None:
    css = """/* It isn't read. */
p a /* nor this */ { color: red }
.a > b ,
.c :hover::after { /* one */ content: "a ; { /* b */" / ""; width: calc(1px + 2 * 3px) ; }

@media (min-width: 40em) and (hover)  { d { background: url('e , f') ; } }
"""
    assert compact(css) == (
        'p a{color: red}.a > b,.c :hover::after{content: "a ; { /* b */" / "";width: calc(1px + 2 * 3px);}'
        "@media (min-width: 40em) and (hover){d{background: url('e , f');}}"
    )
    assert compact(compact(css)) == compact(css)


def test_rules_of_the_chrome_are_left_out() -> None:
    css = (
        '@charset "UTF-8";a{color:red}.md-header,.md-typeset p{margin:0}.md-nav a{top:0}'
        "@media print{.md-nav{display:none}.md-typeset h1{color:#000}}@media screen{.md-tabs{top:0}}"
        ".md-typeset :is(.md-x,b){top:0}@keyframes k{0%{top:0}}"
    )
    assert trim(css, "") == (
        '@charset "UTF-8";a{color:red}.md-typeset p{margin:0}@media print{.md-typeset h1{color:#000}}'
        "@keyframes k{0%{top:0}}"
    )


def test_pictures_that_nobody_uses_are_left_out() -> None:
    css = (
        ":root{--one:url(\"data:image/svg+xml,<svg style='a{b;c}'/>\");--two:url('x;}');--three:1px}"
        "a{mask:var(--two)}p{color:var(--four)}"
    )
    assert trim(css, "") == ":root{--two:url('x;}');--three:1px}a{mask:var(--two)}p{color:var(--four)}"
    assert "--one" in trim(css, "b{mask:var(--one)}")


def test_the_theme_of_today_loses_half(showcase: Path) -> None:
    (path,) = (showcase / "site/assets/stylesheets").iterdir()
    css = path.read_text(encoding="utf-8")
    assert 40_000 < len(css) < 80_000
    for kept in (".admonition", ".tabbed-set", ".task-list", ".footnote", ".highlight", "--md-admonition-icon--note"):
        assert kept in css
    for gone in (".md-header", ".md-nav", ".md-search", ".md-sidebar"):
        assert gone not in css
