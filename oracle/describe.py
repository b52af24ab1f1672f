"""Describing a device: each attribute takes the value of its first rule that gives one."""

from .conditions import Scene
from .text import at, fold


def describe(policy, device, here):
    """What the attributes are with the device on stamp `here` (None: on none).

    Gives the values by name (only those there are), and for each attribute the trace of its rules.
    """
    scene = Scene(policy, device)
    steps = []
    for attribute in policy.attributes:
        step = _describe_one(scene, attribute, here)
        steps.append(step)
        if step["value"] is not None:
            scene.description[attribute["name"]] = step["value"]
    return scene.description, steps


def _describe_one(scene, attribute, here):
    passed = []
    for rule in attribute.get("rule", []):
        value, why, read = _apply(scene, attribute, rule, here)
        if value is not None:
            return {"attribute": attribute["name"], "value": value, "rule": rule["name"], "passed": passed}
        passed.append({"rule": rule["name"], "why": why, "read": read})
    return {"attribute": attribute["name"], "value": None, "rule": None, "passed": passed}


def _apply(scene, attribute, rule, here):
    """The value that a rule gives, or None, why it gives none, and the text that it read."""
    if not scene.holds(rule.get("when")):
        return None, "condition", None
    if "value" in rule:
        return rule["value"], None, None
    folds = _folds(rule)
    read = _read(scene, attribute["name"], rule["read"], here)
    if not isinstance(read, str):
        return None, "nothing", None
    read = fold(read) if folds else read
    if "map" in rule:
        entries = {fold(key) if folds else key: value for key, value in rule["map"].items()}
        return (entries[read], None, read) if read in entries else (None, "unmapped", read)
    return (read, None, read) if read in attribute["values"] else (None, "foreign", read)


def _folds(rule):
    """IDs and groups have no letter case, so their rules fold without being told."""
    return rule.get("ignore-case", False) or "registration-id" in rule["read"] or "enrollment-group" in rule["read"]


def _read(scene, attribute, source, here):
    ((kind, place),) = source.items()
    device = scene.device
    match kind:
        case "twin":
            return at(device.twin, place)
        case "payload":
            return at(device.payload, place)
        case "registration-id":
            return _cut(device.registration_id, place)
        case "enrollment-group":
            return _cut(device.group, place)
        case "attribute":
            return scene.description.get(place)
        case "current":
            return here.value_of(attribute) if here is not None else None


def _cut(text, place):
    if text is None or place == "whole":
        return text
    parts = text.split(fold(place["separator"]))
    index = place["part"] - 1 if place["part"] > 0 else place["part"]
    return parts[index] if -len(parts) <= index < len(parts) else None
