"""Writes the fields of a front matter as YAML, as people write it."""

from __future__ import annotations

import json
import re
from collections.abc import Mapping

#: Words that YAML takes for something else.
_WORDS = {"true", "false", "yes", "no", "on", "off", "null", "y", "n"}


def dump(fields: Mapping[str, object], indent: str = "") -> str:
    """YAML as people write it: quotes only where they are needed."""
    lines: list[str] = []
    for name, value in fields.items():
        if isinstance(value, Mapping):
            lines.append(f"{indent}{name}:\n{dump(value, f'{indent}  ')}")
        elif isinstance(value, list) and value and isinstance(value[0], Mapping):
            items = (dump(item, f"{indent}    ") for item in value)
            lines.append(f"{indent}{name}:\n" + "".join(f"{indent}  - {item.lstrip()}" for item in items))
        elif isinstance(value, list):
            lines.append(f"{indent}{name}: [{', '.join(map(dump_scalar, value))}]\n")
        else:
            lines.append(f"{indent}{name}: {dump_scalar(value)}\n")
    return "".join(lines)


def dump_scalar(value: object) -> str:
    """One value. What YAML would take for something else is quoted."""
    text = str(value).lower() if isinstance(value, bool) else str(value)
    if not isinstance(value, str) or (re.fullmatch(r"[A-Za-z][\w ,.’()-]*", text) and text.lower() not in _WORDS):
        return text
    return json.dumps(text, ensure_ascii=False)
