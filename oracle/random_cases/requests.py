"""Random allocation requests for a policy, in the shape that DPS sends."""

from ..text import many
from . import words
from .conditions import random_id
from .hints import Hints


class RequestMaker:
    """Makes requests for one policy (its table)."""

    def __init__(self, generator, table):
        self.generator = generator
        self.hubs = [stamp["hub"] for stamp in table["stamp"]]
        self.leaving = [stamp["hub"] for stamp in table["stamp"] if _is_left(table, stamp["name"])]
        self.hub_after = {former: stamp["hub"] for stamp in table["stamp"] for former in stamp.get("former-hubs", [])}
        self.former = list(self.hub_after)
        self.hints = Hints(table)

    def random(self):
        """A request's body."""
        generator = self.generator
        individual = generator.chance(20)
        current, left_out = self._current()
        context = {self._case("registrationId"): self._id()}
        if current is not None:
            name = "currentIoTHubHostName" if generator.chance(5) else self._case("currentIotHubHostName")
            context[name] = current
        if generator.chance(65 if self.hints.places["payload"] else 12):
            context[self._case("payload")] = self._document("payload")
        kind = "individualEnrollment" if individual else "enrollmentGroup"
        return {
            self._case(kind): self._enrollment(individual),
            self._case("deviceRuntimeContext"): context,
            self._case("linkedHubs"): self._linked(current, left_out),
        }

    def _case(self, name):
        """The name of a field, now and then in other letter case."""
        generator = self.generator
        if not generator.chance(2):
            return name
        return generator.pick([name.lower(), name.upper(), name[0].upper() + name[1:]])

    def _id(self):
        generator = self.generator
        ids = self.hints.ids
        return generator.pick(ids) if ids and generator.chance(40) else random_id(generator)

    def _current(self):
        """The current hub (None: not given), and a hub that is not to be linked: for a device on a former hub often the
        one that came after it."""
        generator = self.generator
        kind = generator.weighed({"none": 32, "hub": 52, "former": 40 if self.former else 0, "foreign": 3, "empty": 1, "null": 1})
        if kind == "former":
            former = generator.pick(self.former)
            return self._spelling(former), self.hub_after[former] if generator.chance(60) else None
        if kind == "hub":
            among = self.leaving if self.leaving and generator.chance(50) else self.hubs
            return self._spelling(generator.pick(among)), None
        return {"foreign": "other.azure-devices.net", "empty": ""}.get(kind), None

    def _spelling(self, hub):
        generator = self.generator
        return generator.pick([hub.lower(), hub.replace("h", "H"), hub]) if generator.chance(30) else hub

    def _linked(self, current, left_out):
        generator = self.generator
        hubs = [self._spelling(hub) for hub in self.hubs if hub != left_out]
        hubs += [self._spelling(hub) for hub in self.former if left_out or generator.chance(60)]
        match generator.weighed({"all": 66, "some": 26, "one": 4, "foreign": 4}):
            case "some":
                hubs = generator.some(hubs)
            case "one":
                hubs = [current or generator.pick(self.hubs)]
            case "foreign":
                hubs = ["other.azure-devices.net", "more.azure-devices.net"]
        if generator.chance(4):
            hubs.append("other.azure-devices.net")
        if generator.chance(4):
            hubs.append(hubs[0].upper())
        return hubs

    def _enrollment(self, individual):
        generator = self.generator
        enrollment = {}
        if individual:
            if generator.chance(30):
                enrollment["deviceId"] = "Device"
        elif generator.chance(92):
            group = generator.pick(words.GROUPS)
            enrollment[self._case("enrollmentGroupId")] = generator.pick([group, group, group.upper(), group.lower()])
        if generator.chance(25):
            kind = generator.pick(["symmetricKey", "x509", "tpm", "none", "X509"])
            enrollment[self._case("attestation")] = {self._case("type"): kind}
        if generator.chance(25):
            enrollment[self._case("capabilities")] = {self._case("iotEdge"): generator.chance(60)} if generator.chance(90) else None
        if generator.chance(20):
            again = generator.chance(45)
            enrollment[self._case("reprovisionPolicy")] = {self._case("updateHubAssignment"): again} if generator.chance(90) else {}
        if generator.chance(65 if self.hints.places["twin"] else 15):
            enrollment[self._case("initialTwin")] = self._document("twin") if generator.chance(93) else generator.pick([None, "twin", []])
        return enrollment

    def _document(self, where):
        """A twin or a payload that has something at places that policies look at, and mostly what this one looks for."""
        generator = self.generator
        if where == "payload" and generator.chance(4):
            return generator.pick([None, "eu", 1, ["eu"]])
        document = {}
        hints = self.hints.places[where]
        if hints:
            for place, value in generator.some(hints, 1, 2):
                _put(document, place, value)
        if not hints or generator.chance(25):
            kind, place = generator.pick(_PLACES[where])
            _put(document, place, self._value(kind))
        return document

    def _value(self, kind):
        generator = self.generator
        if generator.chance(12):
            return generator.pick([None, *words.LOOKALIKES])
        if kind == "text":
            return generator.pick(words.TEXTS)
        if kind == "version":
            return generator.pick([*words.VERSIONS, *words.VERSIONS, *words.NO_VERSIONS, *words.LONG_VERSIONS])
        return generator.pick([*words.NUMBERS, True, False])


def _is_left(table, name):
    """Whether a move names a stamp in its `from`."""
    return any(name in many(move["from"]) for move in table.get("move", []))


_PLACES = {
    where: [
        *(("text", place) for place in words.TEXT_PLACES[where]),
        *(("version", place) for place in words.VERSION_PLACES[where]),
        *(("other", place) for place in words.OTHER_PLACES[where]),
    ]
    for where in ("twin", "payload")
}


def _put(document, place, value):
    """Puts a value at a JSON pointer; a number as a token makes an array, the items before it null."""
    *path, last = [token.replace("~1", "/").replace("~0", "~") for token in place.split("/")[1:]]
    tokens = [*path, last]
    for i, token in enumerate(tokens):
        inner = value if i == len(tokens) - 1 else ([] if tokens[i + 1].isdigit() else {})
        if isinstance(document, list):
            document += [None] * (int(token) + 1 - len(document))
            document[int(token)] = document[int(token)] if document[int(token)] is not None else inner
            document = document[int(token)]
        else:
            document = document.setdefault(token, inner)
