"""What a policy looks for in requests, so that random requests often have it."""

from ..text import many


class Hints:
    """Registration IDs that a policy (its table) names, and (place, value) pairs of twins and payloads."""

    def __init__(self, table):
        self.ids = [entry for entries in table.get("lists", {}).values() for entry in entries if "-" in entry]
        self.places = {"twin": [], "payload": []}
        for kind in ("pin", "move", "fallback", "guarantee"):
            for entry in table.get(kind, []):
                self._condition(entry.get("when", {}))
        for attribute in table.get("attribute", []):
            for rule in attribute["rule"]:
                self._condition(rule.get("when", {}))
                self._source(rule, attribute["values"])

    def _source(self, rule, values):
        for where in ("twin", "payload"):
            if where in rule.get("read", {}):
                self.places[where] += [(rule["read"][where], value) for value in rule.get("map", values)]

    def _condition(self, when):
        for key, wanted in when.items():
            if key == "not":
                self._condition(wanted)
            elif key in ("all", "any"):
                for inner in wanted:
                    self._condition(inner)
            elif key in self.places:
                for place, test in wanted.items():
                    self.places[key] += [(place, value) for value in _meeting(test)]
            elif key == "registration-id" and not isinstance(wanted, dict):
                self.ids += many(wanted)


def _meeting(test):
    """Values that meet a test of a field, or nearly."""
    if not isinstance(test, dict):
        return many(test)
    return [False, 0] if "present" in test else [*(v for v in test.values()), f"{test.get('at-least', '4')}.0.1"]
