"""Texts, places in JSON documents and versions, as docs/language.md compares them."""

import re

_UPPER = "ABCDEFGHIJKLMNOPQRSTUVWXYZ"
_FOLD = str.maketrans(_UPPER, _UPPER.lower())
_VERSION = re.compile(r"[0-9]+(\.[0-9]+)*\Z")


def fold(text):
    """The text in lower case; only ASCII letters change."""
    return text.translate(_FOLD)


def many(value):
    """A list of what stands as one or many."""
    return value if isinstance(value, list) else [value]


def field(record, name):
    """A member of a JSON object of the wire, by its name without letter case; None if absent or null."""
    if not isinstance(record, dict):
        return None
    wanted = fold(name)
    return next((value for key, value in record.items() if fold(key) == wanted), None)


def at(document, pointer):
    """What stands at a JSON pointer (RFC 6901); None if nothing or null does."""
    for token in pointer.split("/")[1:]:
        document = _step(document, token.replace("~1", "/").replace("~0", "~"))
    return document


def _step(document, token):
    if isinstance(document, dict):
        return document.get(token)
    if isinstance(document, list) and re.fullmatch("0|[1-9][0-9]*", token) and int(token) < len(document):
        return document[int(token)]
    return None


def version(text):
    """A version's parts as numbers, without the zeros that missing parts would count as; None if it is none."""
    if not isinstance(text, str) or not _VERSION.match(text):
        return None
    parts = [int(part) for part in text.split(".")]
    while parts and parts[-1] == 0:
        parts.pop()
    return parts


def glob(pattern, text):
    """Whether the whole text matches: `*` is any run of characters, `?` any one."""
    steps = {"*": ".*", "?": "."}
    return re.fullmatch("".join(steps.get(c, re.escape(c)) for c in pattern), text, re.DOTALL) is not None
