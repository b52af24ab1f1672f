"""Random conditions (`when`), as tables of a policy."""

from decimal import Decimal

from . import words


class Conditions:
    """Makes conditions that refer to the attributes and lists of one policy."""

    def __init__(self, generator, lists):
        self.generator = generator
        self.lists = lists

    def random(self, attributes=(), payload=True, cohort=True, depth=2):
        """A condition; `attributes` are the (name, values) that `is` may name."""
        may = {
            "is": 30 if attributes else 0,
            "cohort": 22 if cohort else 0,
            "enrollment-group": 10,
            "registration-id": 12,
            "individual-enrollment": 5,
            "twin": 9,
            "payload": 9 if payload else 0,
            "attestation": 4,
            "iot-edge": 4,
            "all": 3 if depth else 0,
            "any": 4 if depth else 0,
            "not": 5 if depth else 0,
        }
        when = {}
        for _ in range(1 if self.generator.chance(85) else 2):
            key = self.generator.weighed(may)
            when[key] = self._test(key, attributes, payload, cohort, depth - 1)
        return when

    def _test(self, key, attributes, payload, cohort, depth):
        generator = self.generator
        if key in ("all", "any"):
            return [self.random(attributes, payload, cohort, depth) for _ in range(generator.between(1, 2))]
        if key == "not":
            return self.random(attributes, payload, cohort, depth)
        if key == "is":
            chosen = generator.some(attributes, 1, 2 if generator.chance(20) else 1)
            return {name: generator.one_or_many(values) for name, values in chosen}
        simple = {
            "cohort": self._cohort,
            "enrollment-group": lambda: self._texts(words.GROUPS),
            "registration-id": lambda: self._texts([random_id(generator)]),
            "individual-enrollment": lambda: generator.chance(50),
            "twin": lambda: self._fields("twin"),
            "payload": lambda: self._fields("payload"),
            "attestation": lambda: generator.one_or_many(list(words.ATTESTATIONS)),
            "iot-edge": lambda: generator.chance(50),
        }
        return simple[key]()

    def _cohort(self):
        generator = self.generator
        if generator.chance(65):
            percent = number(generator.pick(words.PERCENTS))
        else:
            percent = [number(end) for end in generator.pick(words.SLICES)]
        return {"name": generator.pick(words.COHORTS), "percent": percent}

    def _texts(self, wholes):
        generator = self.generator
        if generator.chance(25):
            return generator.one_or_many(wholes)
        keys = generator.some(["list", "prefix", "suffix", "contains", "glob"], 1, 2 if generator.chance(15) else 1)
        return {key: self._patterns(key, wholes) for key in keys}

    def _patterns(self, key, wholes):
        generator = self.generator
        if key == "list":
            if not self.lists or generator.chance(50):
                entries = [random_id(generator), *generator.some(words.GROUPS, 1, 2)]
                self.lists[f"l{len(self.lists)}"] = entries
            return generator.one_or_many(list(self.lists))
        patterns = [pattern_of(generator, key, generator.pick(wholes)) for _ in range(2)]
        return patterns[0] if generator.chance(70) or patterns[0] == patterns[1] else patterns

    def _fields(self, where):
        generator = self.generator
        kind = generator.weighed({"text": 45, "version": 25, "other": 30})
        if kind == "version":
            return {generator.pick(words.VERSION_PLACES[where]): self._version_test()}
        if kind == "text":
            wanted = generator.one_or_many([text for text in words.TEXTS if text], 3)
            return {generator.pick(words.TEXT_PLACES[where]): self._or_present(wanted)}
        wanted = generator.one_or_many([*words.NUMBERS[:5], True, False, "1"], 3)
        return {generator.pick(words.OTHER_PLACES[where]): self._or_present(wanted)}

    def _or_present(self, wanted):
        return {"present": self.generator.chance(50)} if self.generator.chance(25) else wanted

    def _version_test(self):
        low, high = self.generator.pick([("12.0", "13"), ("4.9", "12.0.1"), ("12.0.2.5", "12.1"), ("0", "4.10.0")])
        return self.generator.pick([{"at-least": low}, {"below": high}, {"at-least": low, "below": high}])


def number(text):
    """A percentage as TOML would have it: a whole number, or an exact decimal."""
    return Decimal(text) if "." in text else int(text)


def random_id(generator):
    """A registration ID; a few hundred are possible, so that policies and requests meet."""
    return f"{generator.pick(words.SITES)}-{generator.pick(words.KINDS)}-{generator.below(20)}"


def pattern_of(generator, key, whole):
    """A pattern that the text meets, or nearly."""
    cut = generator.between(1, len(whole) - 1)
    match key:
        case "prefix":
            return whole[:cut]
        case "suffix":
            return whole[cut:]
        case "contains":
            return whole[cut - 1 : cut + 2]
    return generator.pick([f"{whole[:cut]}*", f"*{whole[cut:]}", f"{whole[:cut]}?*", f"*{whole[cut]}*", f"?{whole[1:]}"])
