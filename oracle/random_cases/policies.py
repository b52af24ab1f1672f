"""Random policies, valid by docs/language.md, as tables like those that a TOML reader gives."""

from decimal import Decimal

from . import words
from .conditions import Conditions
from .moves import MoveMaker
from .stamp_lists import StampLists


class PolicyMaker:
    """Makes one policy. `rich` policies have more of everything; the others are made to be small.

    Some policies have a theme, for what chance alone seldom brings about: `following` (rules that follow the stamp that
    a device is on), `broad` (most stamps serve all), or `inner` (most stamps serve only by a fallback).
    """

    def __init__(self, generator, rich=False):
        self.generator = generator
        self.rich = rich
        self.following = generator.chance(35 if rich else 12)
        self.inner = not self.following and generator.chance(12)
        self.broad = self.inner or generator.chance(28)
        self.lists = {}
        self.conditions = Conditions(generator, self.lists)
        self.attributes = []
        self.stamp_lists = None

    def random(self):
        """The policy's table."""
        generator = self.generator
        self.attributes = self._attributes()
        stamps = self._stamps()
        self.stamp_lists = StampLists(generator, stamps)
        table = {
            "language": 1,
            "hash": 1,
            "policy": "p",
            "revision": f"r{generator.below(10)}",
            "seed": f"s{generator.below(1000)}",
        }
        sections = {
            "attribute": self.attributes,
            "stamp": stamps,
            "pin": self._list(30, self._pin),
            "move": self._moves(),
            "fallback": self._fallbacks() if self._placing() else [],
            "guarantee": self._list(25, self._guarantee),
        }
        if generator.chance(12):
            table["down"] = self.stamp_lists.few()
        if self.lists:
            table["lists"] = self.lists
        table |= {key: value for key, value in sections.items() if value}
        if not self.rich and generator.chance(22):
            table["answer"] = self._answer()
        return table

    def _list(self, percent, make):
        """Entries of one kind, with names of their own."""
        generator = self.generator
        if not generator.chance(percent + (20 if self.rich else 0)):
            return []
        count = generator.weighed({1: 50, 2: 35, 3: 15} if self.rich else {1: 75, 2: 25})
        entries = (make() for _ in range(count))
        return [{"name": f"{i}"} | entry for i, entry in enumerate(entries) if entry]

    def _moves(self):
        """Moves, the second of which often leads back where the first came from."""
        generator = self.generator
        maker = MoveMaker(generator, self.stamp_lists, lambda: self.conditions.random(self._known()))
        if self.broad and generator.chance(65):
            return maker.round_trip() if generator.chance(50) else maker.spread()
        moves = self._list(55, maker.one)
        if moves and generator.chance(25):
            moves.append(maker.back(moves[0]))
        return moves

    def _placing(self):
        return [attribute for attribute in self.attributes if attribute.get("places", True)]

    def _known(self):
        return [(attribute["name"], attribute["values"]) for attribute in self.attributes]

    def _attributes(self):
        generator = self.generator
        names = generator.some(words.ATTRIBUTES, len(words.ATTRIBUTES))
        for name in names[: self._attribute_count()]:
            attribute = {"name": name, "values": words.ATTRIBUTES[name][: generator.between(2, 3)]}
            leads = self.inner and not self.attributes
            if not leads and generator.chance(12):
                attribute["places"] = False
            attribute["rule"] = [_otherwise(attribute["values"][0])] if leads else self._rules(attribute)
            self.attributes.append(attribute)
        return self.attributes

    def _attribute_count(self):
        if self.following:
            return self.generator.weighed({2: 60, 3: 40 if self.rich else 0})
        if not self.rich:
            return self.generator.weighed({0: 0 if self.inner else 12, 1: 55, 2: 29, 3: 4})
        return self.generator.weighed({0: 0 if self.inner else 4, 1: 30, 2: 40, 3: 26})

    def _following_rules(self, attribute):
        """Rules that follow the stamp that a device is on, or an attribute above: what makes rounds differ most."""
        generator = self.generator
        values = attribute["values"]
        one, other = generator.some(values, 2, 2)
        if not self.attributes or generator.chance(25):
            first = {"name": "0", "read": {"current": True}}
            first |= {"map": {one: other, other: one}} if generator.chance(40) else {}
        else:
            name, above = generator.pick(self._known())
            first = {"name": "0", "when": {"is": {name: generator.pick(above)}}, "value": one}
        return [first, _otherwise(other)]

    def _rules(self, attribute):
        generator = self.generator
        if self.following and attribute.get("places", True):
            return self._following_rules(attribute)
        rules = []
        for i in range(generator.weighed({0: 15, 1: 50, 2: 35})):
            rule = {"name": f"{i}"}
            if generator.chance(40):
                rule["when"] = self.conditions.random(self._known())
            rules.append(rule | self._gives(attribute))
        if not rules or generator.chance(75):
            rules.append(_otherwise(generator.pick(attribute["values"])))
        return rules

    def _gives(self, attribute):
        generator = self.generator
        if generator.chance(25):
            return {"value": generator.pick(attribute["values"])}
        gives = {"read": self._source(attribute)}
        if generator.chance(35):
            keys = generator.some(self._map_keys(gives["read"]), 1, 3)
            gives["map"] = {key: generator.pick(attribute["values"]) for key in keys}
        free = "registration-id" not in gives["read"] and "enrollment-group" not in gives["read"]
        if free and generator.chance(25) and not _collide(gives.get("map", {})):
            gives["ignore-case"] = True
        return gives

    def _source(self, attribute):
        generator = self.generator
        current = 30 if attribute.get("places", True) else 0
        above = [a["name"] for a in self.attributes]
        may = {"twin": 16, "payload": 16, "registration-id": 20, "enrollment-group": 12, "current": current}
        kind = generator.weighed(may | {"attribute": 12 if above else 0})
        if kind in ("twin", "payload"):
            return {kind: generator.pick(words.TEXT_PLACES[kind])}
        if kind == "attribute":
            return {kind: generator.pick(above)}
        return {kind: True if kind == "current" else self._cut()}

    def _cut(self):
        generator = self.generator
        if generator.chance(10):
            return "whole"
        return {"separator": generator.pick(["-", "-", "-", ".", "S", "o-"]), "part": generator.pick([1, 1, 2, 2, 3, -1, -2])}

    def _map_keys(self, source):
        if "registration-id" in source:
            return [*words.SITES, "toaster", "Test", "X_1", "17"]
        if "enrollment-group" in source:
            return [*words.GROUPS, "FLEET", "benches", "us", "prod_ap", "eu"]
        return [*words.MAP_KEYS, *(self.attributes[0]["values"] if self.attributes else [])]

    def _stamps(self):
        generator = self.generator
        few = {2: 20, 3: 45, 4: 35} if self.broad else {2: 60, 3: 30, 4: 7, 5: 2, 6: 1}
        count = generator.weighed(few if not self.rich else {2: 10, 3: 25, 4: 35, 5: 20, 6: 10})
        labels = generator.some(words.LABELS, 1, 2) if generator.chance(35) else []
        formers = [words.hub_of(f"old{i}") for i in range(3)]
        return [self._stamp(name, labels, formers) for name in generator.some(words.STAMPS, count, count)]

    def _stamp(self, name, labels, formers):
        generator = self.generator
        suffix = generator.weighed({"net": 90, "us": 5, "cn": 5})
        stamp = {"name": name, "hub": self._spelling(words.hub_of(name, suffix))}
        if formers and generator.chance(25):
            stamp["former-hubs"] = [self._spelling(formers.pop()) for _ in range(min(len(formers), generator.between(1, 2)))]
        stamp["capacity"] = generator.pick([1, 10, 10, 10, 30, 1000, 999999, 1000000])
        if generator.chance(20):
            stamp["weight"] = generator.pick([1, 3, 10, 1000000])
        state = generator.weighed({None: 100 if self.broad else 45, "open": 10, "reserved": 16, "closed": 16, "down": 13})
        serves = {a["name"]: self._serving(a["values"]) for a in self._placing()}
        if self.inner:
            first, serving = self.attributes[0], generator.chance(30)
            serves[first["name"]] = first["values"][0 if serving else 1]
            state = generator.pick(["reserved", "closed", "down"]) if serving else state
        if state:
            stamp["state"] = state
        if serves:
            stamp["serves"] = serves
        given = {key: generator.pick(words.LABELS[key]) for key in labels if key == labels[0] or generator.chance(60)}
        if given:
            stamp["labels"] = given
        if generator.chance(10):
            stamp["application"] = f"https://{name}.example"
        return stamp

    def _spelling(self, hub):
        return hub.replace("hub", "Hub") if self.generator.chance(20) else hub

    def _serving(self, values):
        generator = self.generator
        narrow = {"one": 45, "any": 3 if self.following else 22, "many": 23, "not": 10}
        match generator.weighed({"one": 15, "any": 60, "many": 25} if self.broad else narrow):
            case "one":
                return generator.pick(values)
            case "any":
                return "*"
            case "many":
                return generator.some(values)
        return {"not": generator.one_or_many(values, len(values) - 1)}

    def _pin(self):
        pin = {"when": self.conditions.random(payload=False)} if self.generator.chance(90) else {}
        return pin | {"stamp": self.generator.pick(self.stamp_lists.names())}

    def _fallbacks(self):
        fallbacks = self._list(35, self._fallback)
        if self.inner:
            first = self.attributes[0]
            fallbacks.insert(0, {"name": "inner", "as": {first["name"]: first["values"][1]}})
        return fallbacks

    def _fallback(self):
        generator = self.generator
        fallback = {"when": self.conditions.random(self._known())} if generator.chance(25 if self.following else 50) else {}
        chosen = generator.some(self._placing(), 1, 1 if generator.chance(80) else 2)
        return fallback | {"as": {a["name"]: generator.pick(a["values"]) for a in chosen}}

    def _guarantee(self):
        generator = self.generator
        guarantee = {"when": self.conditions.random(payload=False, cohort=False)} if generator.chance(70) else {}
        for key in generator.pick([["only"], ["only"], ["never"], ["never"], ["only", "never"]]):
            guarantee[key] = self.stamp_lists.few(of_all=True)
        return guarantee

    def _answer(self):
        generator = self.generator
        answer = {}
        if generator.chance(80):
            answer["twin"] = {}
            if generator.chance(80):
                answer["twin"]["tags"] = self._template()
            if generator.chance(40):
                answer["twin"]["properties"] = {"desired": self._template()}
        if not answer or generator.chance(50):
            answer["payload"] = self._template()
        return answer

    def _template(self):
        generator = self.generator
        placeholders = ["{stamp.name}", "{stamp.application}", "{policy.name}", "{policy.revision}"]
        placeholders += [f"{{attributes.{attribute['name']}}}" for attribute in self.attributes]
        used = {label for stamp in self.stamp_lists.stamps for label in stamp.get("labels", {})}
        placeholders += [f"{{stamp.labels.{label}}}" for label in sorted(used)]
        texts = [generator.pick(placeholders), f"<{generator.pick(placeholders)}|{generator.pick(placeholders)}>", "{{}}"]
        values = [*texts, [*texts[:2], 1], {"n": generator.pick([1, True, Decimal("1.5"), "x"]), "s": texts[0]}]
        return {key: generator.pick(values) for key in generator.some(["geo", "x", "n", "m/n"], 1, 2)}


def _otherwise(value):
    return {"name": "else", "value": value}


def _collide(entries):
    """Whether two keys of a map are one without letter case."""
    return len({key.lower() for key in entries}) < len(entries)
