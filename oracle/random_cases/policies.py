"""Random policies, valid by docs/language.md, as tables like those that a TOML reader gives."""

from decimal import Decimal

from . import words
from .conditions import Conditions


class PolicyMaker:
    """Makes one policy. `rich` policies have more of everything; the others are made to be small."""

    def __init__(self, generator, rich=False):
        self.generator = generator
        self.rich = rich
        self.broad = generator.chance(20)
        self.following = rich and generator.chance(35)
        self.lists = {}
        self.conditions = Conditions(generator, self.lists)
        self.attributes = []
        self.stamps = []

    def random(self):
        """The policy's table."""
        generator = self.generator
        self.attributes = self._attributes()
        self.stamps = self._stamps()
        table = {
            "language": 1,
            "hash": 1,
            "policy": "p",
            "revision": f"r{generator.below(10)}",
            "seed": f"s{generator.below(1000)}",
        }
        sections = {
            "attribute": self.attributes,
            "stamp": self.stamps,
            "pin": self._list(30, self._pin),
            "move": self._moves(),
            "fallback": self._list(35, self._fallback) if self._placing() else [],
            "guarantee": self._list(25, self._guarantee),
        }
        if generator.chance(12):
            table["down"] = self._few_stamps()
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
        if self.broad and self.generator.chance(60):
            return self._round_trip() if self.generator.chance(50) else self._spread()
        moves = self._list(55, self._move)
        if moves and self.generator.chance(25):
            back = {"from": sorted(self._targets(moves[0])), "to": sorted(self._meant(moves[0]["from"]))}
            moves.append({"name": "back"} | back)
        return moves

    def _round_trip(self):
        """Moves from each of some stamps to the next, and sometimes from the last to the first."""
        generator = self.generator
        names = generator.some(self._names(), 2)
        pairs = list(zip(names, names[1:])) + ([(names[-1], names[0])] if generator.chance(50) else [])
        return [{"name": f"{i}", "from": a, "to": b} for i, (a, b) in enumerate(pairs)]

    def _spread(self):
        """One move from a stamp to all others, in each of the ways that the hash may choose among them."""
        generator = self.generator
        source, *others = generator.some(self._names(), len(self._names()))
        weights = {name: generator.pick([1, 3, 1000000]) for name in others}
        ways = [{"whom": "preferred"}, {"whom": "preferred"}, {"to": others}, {"to": weights}, {}]
        return [{"name": "0", "from": source} | generator.pick(ways)]

    def _targets(self, move):
        to = move.get("to")
        if to is None:
            return set(self._names()) - self._meant(move["from"])
        return set(to) if isinstance(to, dict) and "labels" not in to else self._meant(to)

    def _placing(self):
        return [attribute for attribute in self.attributes if attribute.get("places", True)]

    def _known(self):
        return [(attribute["name"], attribute["values"]) for attribute in self.attributes]

    def _attributes(self):
        generator = self.generator
        count = generator.weighed({0: 12, 1: 55, 2: 29, 3: 4} if not self.rich else {2: 60, 3: 40} if self.following else {0: 4, 1: 30, 2: 40, 3: 26})
        self.attributes = []
        for name in generator.some(words.ATTRIBUTES, count, count) if count else []:
            attribute = {"name": name, "values": words.ATTRIBUTES[name][: generator.between(2, 3)]}
            if generator.chance(12):
                attribute["places"] = False
            attribute["rule"] = self._rules(attribute)
            self.attributes.append(attribute)
        return self.attributes

    def _following_rules(self, attribute):
        """Rules that follow the stamp that a device is on, or an attribute above: what makes rounds differ most."""
        generator = self.generator
        values = attribute["values"]
        if not self.attributes or generator.chance(30):
            first = {"name": "0", "read": {"current": True}}
        else:
            name, above = generator.pick(self._known())
            first = {"name": "0", "when": {"is": {name: generator.pick(above)}}, "value": generator.pick(values)}
        return [first, {"name": "else", "value": generator.pick(values)}]

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
            rules.append({"name": "else", "value": generator.pick(attribute["values"])})
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
        if formers and generator.chance(15):
            stamp["former-hubs"] = [self._spelling(formers.pop()) for _ in range(min(len(formers), generator.between(1, 2)))]
        stamp["capacity"] = generator.pick([1, 10, 10, 10, 30, 1000, 999999, 1000000])
        if generator.chance(20):
            stamp["weight"] = generator.pick([1, 3, 10, 1000000])
        state = generator.weighed({None: 100 if self.broad else 45, "open": 10, "reserved": 16, "closed": 16, "down": 13})
        if state:
            stamp["state"] = state
        if self._placing():
            stamp["serves"] = {a["name"]: self._serving(a["values"]) for a in self._placing()}
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
        narrow = {"one": 45, "any": 22, "many": 23, "not": 10}
        match generator.weighed({"one": 15, "any": 60, "many": 25} if self.broad else narrow):
            case "one":
                return generator.pick(values)
            case "any":
                return "*"
            case "many":
                return generator.some(values)
        return {"not": generator.one_or_many(values, len(values) - 1)}

    def _names(self):
        return [stamp["name"] for stamp in self.stamps]

    def _with_labels(self, labels):
        return {s["name"] for s in self.stamps if all(s.get("labels", {}).get(k) in _list(v) for k, v in labels.items())}

    def _few_stamps(self, among=None, of_all=False):
        """A list of stamps: names out of `among`, or labels that stand for some of these and no others."""
        generator = self.generator
        among = set(self._names()) if among is None else among
        keys = [k for k in words.LABELS if any(k in s.get("labels", {}) for s in self.stamps)]
        if of_all:
            keys = [k for k in keys if all(k in s.get("labels", {}) for s in self.stamps)]
        if keys and generator.chance(50):
            labels = {key: generator.one_or_many(words.LABELS[key]) for key in generator.some(keys, 1, 1)}
            meant = self._with_labels(labels)
            if meant and meant <= among:
                return {"labels": labels}
        names = [name for name in self._names() if name in among]
        return generator.one_or_many(names, max(1, len(names) - 1))

    def _meant(self, stamps):
        return self._with_labels(stamps["labels"]) if isinstance(stamps, dict) else set(_list(stamps))

    def _pin(self):
        pin = {"when": self.conditions.random(payload=False)} if self.generator.chance(90) else {}
        return pin | {"stamp": self.generator.pick(self._names())}

    def _move(self):
        generator = self.generator
        names = set(self._names())
        sources = self._few_stamps(names)
        rest = names - self._meant(sources)
        if not rest:
            return None
        move = {"from": sources}
        kind = generator.weighed({"absent": 35, "stamps": 45, "weights": 20})
        if kind == "stamps":
            move["to"] = self._few_stamps(rest)
        if kind == "weights":
            chosen = generator.some(sorted(rest), 1, 2)
            move["to"] = {name: generator.pick([1, 1, 3, 10, 1000000]) for name in chosen}
        elif generator.chance(35):
            move["whom"] = "preferred" if generator.chance(85) else "all"
        if generator.chance(55):
            move["when"] = self.conditions.random(self._known())
        return move

    def _fallback(self):
        generator = self.generator
        fallback = {"when": self.conditions.random(self._known())} if generator.chance(25 if self.following else 50) else {}
        chosen = generator.some(self._placing(), 1, 1 if generator.chance(80) else 2)
        return fallback | {"as": {a["name"]: generator.pick(a["values"]) for a in chosen}}

    def _guarantee(self):
        generator = self.generator
        guarantee = {"when": self.conditions.random(payload=False, cohort=False)} if generator.chance(70) else {}
        for key in generator.pick([["only"], ["only"], ["never"], ["never"], ["only", "never"]]):
            guarantee[key] = self._few_stamps(of_all=True)
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
        used = {label for stamp in self.stamps for label in stamp.get("labels", {})}
        placeholders += [f"{{stamp.labels.{label}}}" for label in sorted(used)]
        texts = [generator.pick(placeholders), f"<{generator.pick(placeholders)}|{generator.pick(placeholders)}>", "{{}}"]
        values = [*texts, [*texts[:2], 1], {"n": generator.pick([1, True, Decimal("1.5"), "x"]), "s": texts[0]}]
        return {key: generator.pick(values) for key in generator.some(["geo", "x", "n", "m/n"], 1, 2)}


def _list(value):
    return value if isinstance(value, list) else [value]


def _collide(entries):
    """Whether two keys of a map are one without letter case."""
    return len({key.lower() for key in entries}) < len(entries)
