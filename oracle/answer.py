"""The answer to DPS: the hub, with the twin and payload that the policy asks for."""

import re
from decimal import Decimal

_PIECE = re.compile(r"\{\{|\}\}|\{([^{}]*)\}")
_LEFT_OUT = object()


def body(decision):
    """The body of a 200 answer, as JSON values."""
    policy = decision.ground.policy
    values = _values(decision)
    answer = {"iotHubHostName": decision.hub}
    if "twin" in policy.answer:
        own = decision.ground.device.twin
        answer["initialTwin"] = _merged(own if own is not None else {}, _fill(policy.answer["twin"], values))
    if "payload" in policy.answer:
        answer["payload"] = _fill(policy.answer["payload"], values)
    return answer


def _values(decision):
    """What the placeholders stand for, by name; those without a value are missing."""
    policy, stamp = decision.ground.policy, decision.stamp
    values = {"policy.name": policy.name, "policy.revision": policy.revision}
    values |= {f"attributes.{name}": value for name, value in decision.description().items()}
    if stamp is not None:
        values |= {"stamp.name": stamp.name, "stamp.application": stamp.application}
        values |= {f"stamp.labels.{name}": value for name, value in stamp.labels.items()}
    return {name: value for name, value in values.items() if value is not None}


def _fill(template, values):
    if isinstance(template, dict):
        filled = {key: _fill(value, values) for key, value in template.items()}
        return {key: value for key, value in filled.items() if value is not _LEFT_OUT}
    if isinstance(template, list):
        filled = [_fill(item, values) for item in template]
        return [item for item in filled if item is not _LEFT_OUT]
    if isinstance(template, Decimal):
        return float(template)
    return _fill_text(template, values) if isinstance(template, str) else template


def _fill_text(template, values):
    names = [name for name in _PIECE.findall(template) if name]
    if any(name not in values for name in names):
        return _LEFT_OUT
    return _PIECE.sub(lambda piece: values[piece[1]] if piece[1] else piece[0][0], template)


def _merged(base, over):
    if not isinstance(base, dict) or not isinstance(over, dict):
        return over
    return base | {key: _merged(base[key], value) if key in base else value for key, value in over.items()}
