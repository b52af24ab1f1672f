"""The trace of a decision as JSON, as docs/decision.md lays it down."""

from . import answer


def trace(decision):
    """The trace as JSON values; stamps and entries stand by name."""
    ground = decision.ground
    return {
        "device": {
            "registrationId": ground.device.registration_id,
            "currentHub": ground.device.current_hub,
            "currentStamp": _name(ground.current),
        },
        "rounds": [_round(record) for record in decision.rounds],
        "circle": [_name(stamp) for stamp in decision.circle] if decision.circle else None,
        "outcome": _outcome(decision),
    }


def _name(stamp):
    return None if stamp is None else stamp.name


def _round(record):
    return {
        "here": _name(record.here),
        "pins": record.pins,
        "pin": record.pin,
        "attributes": record.attributes,
        "tiers": [
            {"fallback": tier.fallback, "stamps": [s.name for s in tier.stamps], "out": tier.out}
            for tier in record.tiers
        ],
        "by": record.by,
        "tier": record.tier,
        "candidates": _candidates(record.candidates),
        "moves": record.moves,
        "move": record.move and record.move | {"candidates": _candidates(record.move["candidates"])},
        "found": _name(record.found),
    }


def _candidates(candidates):
    return [{"stamp": name, "weight": weight, "cost": cost} for name, weight, cost in candidates]


def _outcome(decision):
    if decision.refusal is not None:
        status, code = decision.refusal
        return {"status": status, "code": code}
    return {
        "status": 200,
        "how": decision.how,
        "stamp": _name(decision.stamp),
        "hub": decision.hub,
        "attributes": decision.description(),
        "body": answer.body(decision),
    }
