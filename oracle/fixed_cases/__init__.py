"""Policies with requests for what random ones may miss: each shows one reading of the documents and refutes another.

Each is a pair of files: `NAME.toml`, whose first lines say what it shows, and `NAME.json`, a list of requests.
"""

import json
from pathlib import Path

FOLDER = Path(__file__).parent


def read(name):
    """A case by its name: the policy's text, and the requests."""
    policy = (FOLDER / f"{name}.toml").read_text(encoding="utf-8")
    return policy, json.loads((FOLDER / f"{name}.json").read_text(encoding="utf-8"))


def names():
    """The names of all cases, in order."""
    return sorted(path.stem for path in FOLDER.glob("*.toml"))
