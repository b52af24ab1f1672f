"""Edits of a policy's table, as its authors make them: each gives a new table and leaves the old one alone."""

from copy import deepcopy

from .random_cases.words import hub_of
from .text import many

ADDED = {"name": "new", "hub": hub_of("new")}


def set_state(table, name, state):
    """The policy with a stamp in another state, whatever `down` says of it."""
    return _with_stamp(table, name, {"state": state})


def set_weights(table, generator):
    """The policy with other weights."""
    edited = deepcopy(table)
    for stamp in edited["stamp"]:
        stamp["weight"] = generator.between(1, 1_000_000)
    return edited


def add(table, like, state):
    """The policy with one more stamp, which serves what the stamp `like` serves (`*` for all if None)."""
    edited = deepcopy(table)
    model = next((s for s in edited["stamp"] if s["name"] == like), None)
    placing = [a["name"] for a in edited.get("attribute", []) if a.get("places", True)]
    serves = model.get("serves", {}) if model else {name: "*" for name in placing}
    labels = (model or edited["stamp"][0]).get("labels", {})
    new = ADDED | {"capacity": 1_000_000, "state": state, "serves": deepcopy(serves), "labels": deepcopy(labels)}
    edited["stamp"].insert(len(edited["stamp"]) // 2, new)
    return edited


def remove(table, name):
    """The policy without a stamp; None where that empties a guarantee's `only`, which nobody can write."""
    edited = deepcopy(table)
    edited["stamp"] = [stamp for stamp in edited["stamp"] if stamp["name"] != name]
    if not edited["stamp"]:
        return None
    edited["pin"] = [pin for pin in edited.get("pin", []) if pin["stamp"] != name]
    edited["move"] = [move for move in edited.get("move", []) if _without(move, ("from", "to"), name)]
    if "down" in edited and not _without(edited, ("down",), name):
        del edited["down"]
    for guarantee in edited.get("guarantee", []):
        if "only" in guarantee and not _without(guarantee, ("only",), name):
            return None
        if "never" in guarantee and not _without(guarantee, ("never",), name):
            del guarantee["never"]
    return edited


def _without(entry, keys, name):
    """Takes a stamp's name out of lists of stamps; false if nothing is left of one."""
    for key in keys:
        stamps = entry.get(key)
        if isinstance(stamps, dict):
            stamps.pop(name, None)
        elif stamps is not None:
            entry[key] = [other for other in many(stamps) if other != name]
        if key in entry and not entry[key]:
            return False
    return True


def reorder(table, generator):
    """The policy with its stamps in another order."""
    edited = deepcopy(table)
    generator.shuffle(edited["stamp"])
    return edited


def rename(table):
    """The policy with other names for all that is not hashed or referred to."""
    edited = deepcopy(table)
    entries = [e for kind in ("pin", "move", "fallback", "guarantee") for e in edited.get(kind, [])]
    entries += [rule for attribute in edited.get("attribute", []) for rule in attribute["rule"]]
    for i, entry in enumerate(entries):
        entry["name"] = f"{len(entries) - i} renamed"
    return edited


def without_move(table, name):
    """The policy with one move less."""
    edited = deepcopy(table)
    edited["move"] = [move for move in edited["move"] if move["name"] != name]
    return edited


def _with_stamp(table, name, changes):
    edited = deepcopy(table)
    for stamp in edited["stamp"]:
        if stamp["name"] == name:
            stamp |= changes
    return edited
