"""One round of the decision: pin, describe, tiers, stay or place, move (docs/decision.md, "One round")."""

from dataclasses import dataclass, field

from .conditions import Scene
from .describe import describe
from .hashing import STAMP, WEIGHED, beats, preferred


@dataclass
class Tier:
    """A tier: its fallback's name (None for the first), the stamps that serve, those left, and who fell out why."""

    fallback: str | None
    serving: list
    stamps: list
    out: list


@dataclass
class Round:
    """What a round found and how; the fields are those of the trace."""

    here: object
    pins: list = field(default_factory=list)
    pin: str | None = None
    attributes: list = field(default_factory=list)
    tiers: list = field(default_factory=list)
    lacks_value: bool = False
    by: str | None = None
    tier: int | None = None
    candidates: list = field(default_factory=list)
    moves: list = field(default_factory=list)
    move: dict | None = None
    found: object = None


class Ground:
    """What is fixed for all rounds of one decision: the device, its current stamp, and which stamps are allowed."""

    def __init__(self, policy, device):
        self.policy = policy
        self.device = device
        hub = device.current_hub
        self.current = policy.stamp_of_hub(hub) if hub else None
        scene = Scene(policy, device)
        guarantees = [g for g in policy.guarantees if scene.holds(g.get("when"))]
        self.allowed = {name for name in policy.stamps if all(self._meets(g, name) for g in guarantees)}

    def hub_of(self, stamp, here):
        """The hub that would be answered for a stamp in a round that looks at the device on stamp `here` (None: on
        none), in the spelling of the linked hubs; None if the stamp is not linked in such a round."""
        linked = self.device.linked
        if stamp.hub in linked:
            return linked[stamp.hub]
        # From another stamp the next registration would not know the former hub, and must find the same.
        if stamp is here and stamp is self.current:
            return linked.get(self.device.current_hub_folded)
        return None

    def _meets(self, guarantee, name):
        resolve = self.policy.resolve
        only, never = guarantee.get("only"), guarantee.get("never")
        return (only is None or name in resolve(only)) and (never is None or name not in resolve(never))

    def barred(self, stamp, here):
        """Why a stamp cannot be found in a round that looks at the device on `here`: "forbidden", "not-linked", or
        None if it can."""
        if stamp.name not in self.allowed:
            return "forbidden"
        return "not-linked" if self.hub_of(stamp, here) is None else None

    def cost(self, tag, stamp):
        """The stamp's cost for this device, before the weight divides it."""
        return self.policy.hashing.cost(tag, stamp.name, self.device.registration_id)


def run(ground, here):
    """The round that looks at the device as if it were on stamp `here` (None: on none)."""
    record = Round(here)
    if _pin(ground, record):
        return record
    description, record.attributes = describe(ground.policy, ground.device, here)
    scene = Scene(ground.policy, ground.device, description)
    record.lacks_value = any(name not in description for name in ground.policy.placing)
    if not record.lacks_value:
        record.tiers = _tiers(ground, scene, here)
    _stay_or_place(ground, record)
    if record.found is not None:
        _move(ground, scene, record)
    return record


def _pin(ground, record):
    scene = Scene(ground.policy, ground.device)
    for pin in ground.policy.pins:
        stamp = ground.policy.stamps[pin["stamp"]]
        why = _pin_fails(ground, scene, pin, stamp, record.here)
        if why is None:
            record.pin, record.by, record.found = pin["name"], "pin", stamp
            return True
        record.pins.append({"pin": pin["name"], "why": why})
    return False


def _pin_fails(ground, scene, pin, stamp, here):
    if not scene.holds(pin.get("when")):
        return "condition"
    takes = stamp.takes() or (stamp.state == "closed" and stamp is here)
    return ground.barred(stamp, here) or (None if takes else "state")


def _tiers(ground, scene, here):
    tiers = [_tier(ground, here, None, scene.description)]
    for fallback in ground.policy.fallbacks:
        if scene.holds(fallback.get("when")):
            tiers.append(_tier(ground, here, fallback["name"], scene.description | fallback["as"]))
    return tiers


def _tier(ground, here, fallback, description):
    serving = [s for s in ground.policy.stamps.values() if _serves(ground.policy, s, description)]
    barred = {stamp.name: ground.barred(stamp, here) for stamp in serving}
    out = [{"stamp": name, "why": why} for name, why in barred.items() if why]
    return Tier(fallback, serving, [stamp for stamp in serving if not barred[stamp.name]], out)


def _serves(policy, stamp, description):
    return all(stamp.serves[name] is None or description[name] in stamp.serves[name] for name in policy.placing)


def _first_tier(tiers, fits):
    """The number of the first tier with a stamp that fits, and those stamps; (None, []) if there is none."""
    for number, tier in enumerate(tiers):
        stamps = [stamp for stamp in tier.stamps if fits(stamp)]
        if stamps:
            return number, stamps
    return None, []


def _stay_or_place(ground, record):
    here = record.here
    if here is not None and here.keeps():
        record.tier, stamps = _first_tier(record.tiers, lambda stamp: stamp is here)
        if stamps:
            record.by, record.found = "stay", here
            return
    record.tier, stamps = _first_tier(record.tiers, lambda stamp: stamp.state == "open")
    if stamps:
        record.by = "place"
        record.candidates = [(s.name, s.weight, ground.cost(STAMP, s)) for s in stamps]
        record.found = ground.policy.stamps[preferred(record.candidates)[0]]


def _move(ground, scene, record):
    for move in ground.policy.moves:
        why, tier, candidates = _targets(ground, scene, record, move)
        if why is None:
            to = preferred(candidates)[0]
            record.move = {"move": move.name, "tier": tier, "candidates": candidates, "to": to}
            record.found = ground.policy.stamps[to]
            return
        record.moves.append({"move": move.name, "why": why})


def _targets(ground, scene, record, move):
    """Why a move does not apply, or None with the tier of its targets and these as candidates."""
    found = record.found
    if found.name not in move.sources:
        return "from", None, []
    if not scene.holds(move.when):
        return "condition", None, []
    own = (found.name, found.weight, ground.cost(STAMP, found))

    def candidate(stamp):
        if move.weights is not None:
            return stamp.name, move.weights[stamp.name], ground.cost(WEIGHED, stamp)
        return stamp.name, stamp.weight, ground.cost(STAMP, stamp)

    def fits(stamp):
        is_target = stamp.name in move.targets and stamp.takes()
        return is_target and (not move.only_preferred or beats(candidate(stamp), own))

    tier, stamps = _first_tier(record.tiers[: record.tier + 1], fits)
    return (None, tier, [candidate(s) for s in stamps]) if stamps else ("no-target", None, [])
