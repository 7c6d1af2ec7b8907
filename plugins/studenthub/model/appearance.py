"""The settings of the look in mkdocs.yml, which are Material's, and those that have no effect.

Material's settings: https://squidfunk.github.io/mkdocs-material/setup/
"""

from __future__ import annotations

import colorsys
import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

#: The papers of hub.css, on which links and headings must be read.
_PAPER, _DARK_PAPER = "#fbfaf7", "#15181c"
#: The accent of hub.css in the light.
_ACCENT = "#0b5d63"
#: WCAG 2.2, 1.4.3: the contrast of text.
_CONTRAST = 4.5
#: The colours that Material gives its names.
NAMED: Mapping[str, str] = {
    "red": "#ef5552", "pink": "#e92063", "purple": "#ab47bd", "deep purple": "#7e56c2", "indigo": "#4051b5",
    "blue": "#2094f3", "light blue": "#02a6f2", "cyan": "#00bdd6", "teal": "#009485", "green": "#4cae4f",
    "light green": "#8bc34b", "lime": "#cbdc38", "yellow": "#ffec3d", "amber": "#ffc105", "orange": "#ffa724",
    "deep orange": "#ff6e42", "brown": "#795649", "grey": "#757575", "blue grey": "#546d78", "black": "#000000",
    "white": "#ffffff",
}  # fmt: skip
_PICTURE = re.compile(r"[\w./-]+\.(?:svg|png|webp|jpe?g|ico)")
#: Settings of the theme, and of extra, that do nothing here, and what to do instead.
_IDLE: Mapping[str, str] = {
    "theme.features": "the hub has what it needs; remove the line",
    "theme.icon": "write logo: and the name of a picture",
    "theme.direction": "it follows from the language; remove the line",
    "theme.locale": "write language: among the options of the plugin",
    "extra.alternate": "write translation_of: in the front matter of a translated article",
    "extra.analytics": "it sends readers' visits to another host; count them in the logs of your server",
    "extra.consent": "nothing is stored that needs consent; remove the line",
    "extra.version": "a hub has one version; remove the line",
    "extra.generator": "no page names its generator; remove the line",
    "extra_css": "write your rules into overrides/assets/own.css, and link it in a template in overrides/",
    "extra_javascript": "put the script into overrides/assets/, and a template that asks for it into overrides/",
}
#: The settings of mkdocs.yml that are looked at.
NAMES = ("theme", "extra", "copyright", "extra_css", "extra_javascript")


@dataclass(frozen=True, slots=True)
class Social:
    """A place elsewhere where readers find the editors: its words and its address."""

    text: str
    href: str


@dataclass(frozen=True, slots=True)
class Appearance:
    """How the hub looks where mkdocs.yml says so.

    ``accent`` and ``dark_accent`` are colours as #rrggbb, "" for the theme's own. ``logo`` and ``favicon`` are files in
    docs/ or in the hub's own templates. ``copyright`` is plain text. ``notes`` say what does nothing, and which colour
    was changed so that it can be read.
    """

    accent: str = ""
    dark_accent: str = ""
    logo: str = ""
    favicon: str = ""
    copyright: str = ""
    social: tuple[Social, ...] = ()
    notes: tuple[str, ...] = ()

    @property
    def files(self) -> tuple[str, ...]:
        """The pictures that every page shows."""
        return tuple(filter(None, (self.logo, self.favicon)))

    @property
    def printed_accent(self) -> str:
        """The accent on paper and in pictures, as #rrggbb."""
        return self.accent or _ACCENT

    @property
    def icon(self) -> str:
        """The favicon."""
        return self.favicon or _ICON

    @property
    def colours(self) -> str:
        """The rule of a stylesheet that sets the colours, or ""; --light and --dark are those of hub.css."""
        if not self.accent:
            return ""
        return (
            f":root{{--accent:var(--light,{self.accent}) var(--dark,{self.dark_accent});"
            "--accent-soft:color-mix(in srgb,var(--accent) 12%,var(--paper))}"
        )


#: The theme's own, for readers that show no SVG.
_ICON = "assets/hub-180.png"


def read(config: Mapping[str, object], folders: Sequence[Path] = ()) -> Appearance:
    """The settings of the look in ``config``, the parsed mkdocs.yml.

    ``folders`` are those in which pictures are; where none is given, they are not looked for.
    """
    theme, extra = _group(config.get("theme")), _group(config.get("extra"))
    notes = list(_idle(config, theme, extra))
    accent, dark = "", ""
    for colour in _primaries(theme.get("palette"), notes):
        accent, dark = _readable(colour, _PAPER), _readable(colour, _DARK_PAPER)
        ratio = contrast(colour, _PAPER)
        if accent != colour:
            notes.append(
                f"theme.palette: {colour} has a contrast of {ratio:.1f} on paper, and text needs {_CONTRAST}: "
                f"links are {accent} ({contrast(accent, _PAPER):.1f})"
            )
    pictures = {name: _picture(name, theme.get(name), folders, notes) for name in ("logo", "favicon")}
    copyright_ = str(config.get("copyright") or "")
    if "<" in copyright_:
        notes.append("copyright is printed as plain text; write it without HTML")
    social = tuple(_social(extra.get("social"), notes))
    rows = extra.get("help")
    notes += [
        f"extra.help: a line does nothing without tel: or url: and a label ({row if isinstance(row, str) else label})"
        for row in (rows if isinstance(rows, list) else [rows] if rows else ())
        if not (label := _group(row).get("label", "")) or not (_group(row).get("tel") or _group(row).get("url"))
    ]
    return Appearance(accent, dark, pictures["logo"], pictures["favicon"], copyright_, social, tuple(notes))


def contrast(one: str, other: str) -> float:
    """The contrast of two colours, given as #rrggbb: https://www.w3.org/TR/WCAG22/#dfn-contrast-ratio"""
    low, high = sorted((_luminance(one), _luminance(other)))
    return (high + 0.05) / (low + 0.05)


def _luminance(colour: str) -> float:
    red, green, blue = (
        value / 12.92 if value <= 0.04045 else ((value + 0.055) / 1.055) ** 2.4 for value in _channels(colour)
    )
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def _channels(colour: str) -> tuple[float, float, float]:
    red, green, blue = (int(colour[at : at + 2], 16) / 255 for at in (1, 3, 5))
    return red, green, blue


def _readable(colour: str, paper: str) -> str:
    """The colour, made darker or lighter until it can be read on ``paper``."""
    hue, lightness, saturation = colorsys.rgb_to_hls(*_channels(colour))
    step = -0.01 if _luminance(paper) > 0.5 else 0.01
    while contrast(colour, paper) < _CONTRAST and 0 < lightness + step < 1:
        lightness += step
        red, green, blue = (round(255 * value) for value in colorsys.hls_to_rgb(hue, lightness, saturation))
        colour = f"#{red:02x}{green:02x}{blue:02x}"
    return colour


def _primaries(palette: object, notes: list[str]) -> Iterator[str]:
    """The first colour of the palette, which may be a list of several; each with what it says in vain."""
    rows = [_group(row) for row in palette] if isinstance(palette, list) else [_group(palette)] if palette else []
    for row in rows:
        notes += [
            f"theme.palette.{name} does nothing here: primary is the one colour of links and headings"
            for name in sorted(row.keys() - {"primary", "scheme", "media", "toggle"})
        ]
        if row.get("scheme") not in (None, "default", "slate"):
            notes.append(f"theme.palette.scheme: {row['scheme']} is not known here: readers choose light or dark")
    if any(row.get("scheme") == "slate" for row in rows) and len(rows) == 1:
        notes.append("theme.palette.scheme: slate does nothing here: readers' systems choose light or dark")
    names = list(dict.fromkeys(str(row["primary"]) for row in rows if row.get("primary")))
    notes += [
        f"theme.palette: {name} does nothing: the first primary, {names[0]}, is made lighter for the dark"
        for name in names[1:]
    ]
    for name in names[:1]:
        colour = NAMED.get(name.replace("-", " ").lower(), name.lower())
        if re.fullmatch("#[0-9a-f]{6}", colour):
            yield colour
        else:
            notes.append(f"theme.palette.primary: {name} is not a colour; write one of Material's names, or #0b5d63")


def _picture(name: str, said: object, folders: Sequence[Path], notes: list[str]) -> str:
    if not said:
        return ""
    path = str(said).lstrip("/")
    if not _PICTURE.fullmatch(path) or ".." in path:
        notes.append(f"theme.{name}: {said} does nothing: write the name of a picture in docs/ or overrides/")
    elif folders and not any((folder / path).is_file() for folder in folders):
        notes.append(f"theme.{name}: {said} is not in docs/ or overrides/, so the hub's own is shown")
    else:
        return path
    return ""


def _social(said: object, notes: list[str]) -> Iterator[Social]:
    for row in said if isinstance(said, list) else ():
        link = str(_group(row).get("link") or "")
        if re.match(r"(?:https?://|mailto:)", link):
            host = re.sub(r"^(?:https?://(?:www\.)?|mailto:)", "", link).split("/")[0]
            yield Social(str(_group(row).get("name") or host), link)
        else:
            notes.append("extra.social: a line without link: and an address does nothing")


def _idle(config: Mapping[str, object], theme: Mapping[str, object], extra: Mapping[str, object]) -> Iterator[str]:
    groups = {"theme": theme, "extra": extra, "": config}
    for path, instead in _IDLE.items():
        group, _, name = path.rpartition(".")
        if groups[group].get(name):
            refused = "is refused" if path == "extra.analytics" else "does nothing"
            yield f"{path} in mkdocs.yml {refused}: {instead}"
    if theme.get("font"):
        yield "theme.font in mkdocs.yml does nothing: readers see fonts of their own, and nothing is fetched for them"
    if theme.get("language"):
        yield "theme.language in mkdocs.yml does nothing: write language: among the options of the plugin"


def _group(said: object) -> Mapping[str, object]:
    return said if isinstance(said, Mapping) else {}
