"""A valid policy, read for deciding. Nothing is validated here: that is the Rust code's work."""

import tomllib
from dataclasses import dataclass
from decimal import Decimal

from . import hashing
from .text import fold, many


@dataclass(eq=False)
class Stamp:
    """A stamp; hubs are folded, `serves` has a set of values by attribute, or None for any value."""

    name: str
    hub: str
    former_hubs: list
    weight: int
    state: str
    serves: dict
    labels: dict
    application: str | None

    def keeps(self):
        """Whether devices may stay."""
        return self.state != "down"

    def takes(self):
        """Whether devices may come by a move or a pin."""
        return self.state in ("open", "reserved")

    def value_of(self, attribute):
        """The one value served for an attribute; None if there are several or any is served."""
        values = self.serves.get(attribute)
        return next(iter(values)) if values is not None and len(values) == 1 else None


@dataclass
class Move:
    """A move; `weights` is None where the stamps' own weights count."""

    name: str
    sources: set
    targets: set
    weights: dict | None
    only_preferred: bool
    when: dict | None


class Policy:
    """A policy. Rules, pins, fallbacks and guarantees stay as the tables of the file."""

    def __init__(self, table):
        assert table["language"] == 1 and table["hash"] == 1
        self.name = table["policy"]
        self.revision = table.get("revision")
        self.hashing = hashing.under(table["seed"])
        self.lists = table.get("lists", {})
        self.attributes = table.get("attribute", [])
        self.placing = [a["name"] for a in self.attributes if a.get("places", True)]
        self.stamps = {entry["name"]: self._stamp(entry) for entry in table["stamp"]}
        for name in self.resolve(table.get("down", [])):
            self.stamps[name].state = "down"
        self.pins = table.get("pin", [])
        self.moves = [self._move(entry) for entry in table.get("move", [])]
        self.fallbacks = table.get("fallback", [])
        self.guarantees = table.get("guarantee", [])
        self.answer = table.get("answer", {})

    def _stamp(self, entry):
        serves = entry.get("serves", {})
        return Stamp(
            name=entry["name"],
            hub=fold(entry["hub"]),
            former_hubs=[fold(hub) for hub in many(entry.get("former-hubs", []))],
            weight=entry.get("weight", entry["capacity"]),
            state=entry.get("state", "open"),
            serves={a["name"]: _served(a, serves) for a in self.attributes if a["name"] in serves},
            labels=entry.get("labels", {}),
            application=entry.get("application"),
        )

    def _move(self, entry):
        sources = self.resolve(entry["from"])
        to = entry.get("to")
        weights = to if isinstance(to, dict) and all(isinstance(w, int) for w in to.values()) else None
        return Move(
            name=entry["name"],
            sources=sources,
            targets=set(self.stamps) - sources if to is None else set(weights or self.resolve(to)),
            weights=weights,
            only_preferred=entry.get("whom", "all") == "preferred",
            when=entry.get("when"),
        )

    def resolve(self, stamps):
        """The names that a list of stamps stands for: one or many names, or labels."""
        if not isinstance(stamps, dict):
            return set(many(stamps))
        labels = stamps["labels"]
        return {s.name for s in self.stamps.values() if all(s.labels.get(k) in many(v) for k, v in labels.items())}

    def stamp_of_hub(self, hub):
        """The stamp whose hub, or former hub, this is (without letter case); None if there is none."""
        wanted = fold(hub)
        return next((s for s in self.stamps.values() if wanted == s.hub or wanted in s.former_hubs), None)


def _served(attribute, serves):
    value = serves[attribute["name"]]
    if value == "*":
        return None
    if isinstance(value, dict):
        return set(attribute["values"]) - set(many(value["not"]))
    return set(many(value))


def parse(text):
    """The policy of a TOML text; percentages are read exactly."""
    return Policy(tomllib.loads(text, parse_float=Decimal))
