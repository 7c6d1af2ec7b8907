"""What readers load of stylesheets. How pages look with them is for the eye."""

from __future__ import annotations

from pathlib import Path

import hubs
from studenthub.site.folder.stylesheet import compact


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


def test_a_site_has_the_stylesheets_of_the_hub_and_no_other(showcase: Path) -> None:
    site = showcase / "site"
    ours = {path.name for path in (hubs.THEME / "assets").glob("*.css")}
    assert {path.relative_to(site).as_posix() for path in site.rglob("*.css")} == {f"assets/{name}" for name in ours}
