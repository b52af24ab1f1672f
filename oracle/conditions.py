"""Conditions (`when` of docs/language.md). What is absent, or of another type, makes them false."""

from .text import at, fold, glob, many, version


class Scene:
    """What conditions may look at: the device, the lists, the cohorts, and the description so far."""

    def __init__(self, policy, device, description=None):
        self.policy = policy
        self.device = device
        self.description = description if description is not None else {}

    def holds(self, when):
        """Whether a condition holds; none (None) always does."""
        return when is None or all(_TESTS[key](self, wanted) for key, wanted in when.items())


def _is(scene, wanted):
    return all(scene.description.get(attribute) in many(values) for attribute, values in wanted.items())


def _cohort(scene, wanted):
    percent = wanted["percent"]
    low, high = percent if isinstance(percent, list) else (0, percent)
    position = scene.policy.hashing.position(wanted["name"], scene.device.registration_id)
    return low * 1000 <= position < high * 1000


def _text(scene, text, wanted):
    if text is None:
        return False
    if not isinstance(wanted, dict):
        return text in (fold(whole) for whole in many(wanted))
    return all(
        any(_MATCHES[key](scene, text, fold(pattern)) for pattern in many(patterns))
        for key, patterns in wanted.items()
    )


_MATCHES = {
    "list": lambda scene, text, name: text in (fold(entry) for entry in scene.policy.lists[name]),
    "prefix": lambda scene, text, pattern: text.startswith(pattern),
    "suffix": lambda scene, text, pattern: text.endswith(pattern),
    "contains": lambda scene, text, pattern: pattern in text,
    "glob": lambda scene, text, pattern: glob(pattern, text),
}


def _fields(document, tests):
    return all(_field(at(document, pointer), test) for pointer, test in tests.items())


def _field(found, test):
    if not isinstance(test, dict):
        return any(_equal(found, wanted) for wanted in many(test))
    if "present" in test:
        return (found is not None) is test["present"]
    parts = version(found)
    if parts is None:
        return False
    return parts >= version(test.get("at-least", "0")) and ("below" not in test or parts < version(test["below"]))


def _equal(found, wanted):
    """Exactly, and of the same type; a whole number beyond 64 bits is none, and a policy cannot name it."""
    return type(found) is type(wanted) and found == wanted


_TESTS = {
    "is": _is,
    "cohort": _cohort,
    "enrollment-group": lambda scene, wanted: _text(scene, scene.device.group, wanted),
    "registration-id": lambda scene, wanted: _text(scene, scene.device.registration_id, wanted),
    "individual-enrollment": lambda scene, wanted: scene.device.individual is wanted,
    "twin": lambda scene, wanted: _fields(scene.device.twin, wanted),
    "payload": lambda scene, wanted: _fields(scene.device.payload, wanted),
    "attestation": lambda scene, wanted: scene.device.attestation in many(wanted),
    "iot-edge": lambda scene, wanted: scene.device.iot_edge is wanted,
    "all": lambda scene, wanted: all(scene.holds(when) for when in wanted),
    "any": lambda scene, wanted: any(scene.holds(when) for when in wanted),
    "not": lambda scene, wanted: not scene.holds(wanted),
}
