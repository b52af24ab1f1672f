"""Writes a policy's table as TOML, in few characters: the corpus holds thousands of policies."""

import re
from decimal import Decimal

_ENTRIES = ("attribute", "stamp", "pin", "move", "fallback", "guarantee")


def write(table, nested=False):
    """The TOML text of a policy; entries as `[[…]]`, everything within them inline, rules too unless `nested`."""
    lines = [_pair(key, value) for key, value in table.items() if key not in (*_ENTRIES, "answer")]
    for kind in _ENTRIES:
        for entry in table.get(kind, []):
            apart = entry.get("rule", []) if nested else []
            lines += [f"[[{kind}]]", *(_pair(key, value) for key, value in entry.items() if not apart or key != "rule")]
            for rule in apart:
                lines += [f"[[{kind}.rule]]", *(_pair(key, value) for key, value in rule.items())]
    if "answer" in table:
        lines += ["[answer]", *(_pair(key, value) for key, value in table["answer"].items())]
    return "\n".join(lines) + "\n"


def _pair(key, value):
    return f"{_key(key)}={_value(value)}"


def _key(key):
    return key if re.fullmatch("[A-Za-z0-9_-]+", key) else _text(key)


def _value(value):
    if isinstance(value, dict):
        return "{" + ",".join(_pair(key, inner) for key, inner in value.items()) + "}"
    if isinstance(value, list):
        return "[" + ",".join(_value(item) for item in value) + "]"
    if isinstance(value, bool):
        return "true" if value else "false"
    return str(value) if isinstance(value, (int, Decimal)) else _text(value)


def _text(text):
    """A literal string where one will do: in JSON its quotes need no escape."""
    if "'" not in text and text.isprintable():
        return f"'{text}'"
    return '"' + text.replace("\\", "\\\\").replace('"', '\\"') + '"'
