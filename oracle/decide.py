"""The decision (docs/decision.md): forced, rounds, settling, keep or refuse."""

from dataclasses import dataclass, field

from . import rounds
from .describe import describe


@dataclass
class Decision:
    """The stamp and hub chosen, or the refusal, and how it came about."""

    ground: rounds.Ground
    rounds: list = field(default_factory=list)
    circle: list | None = None
    how: str | None = None
    stamp: object = None
    hub: str | None = None
    refusal: tuple | None = None

    def description(self):
        """The attributes' values with the answer as the stamp that the device is on."""
        return describe(self.ground.policy, self.ground.device, self.stamp)[0]


def decide(policy, device):
    """The decision for a device (from `device.read`) by a policy."""
    ground = rounds.Ground(policy, device)
    decision = Decision(ground)
    if _forced(device):
        decision.how, decision.stamp = "forced", ground.current
        decision.hub = device.linked[device.current_hub_folded]
        return decision
    _settle(decision)
    if decision.stamp is None:
        _keep_or_refuse(decision)
    if decision.stamp is not None:
        decision.hub = ground.hub_of(decision.stamp, here=decision.stamp)
    return decision


def _forced(device):
    return device.current_hub_folded in device.linked and (device.never_reprovision or len(device.linked) == 1)


def _settle(decision):
    here = decision.ground.current
    seen = []
    while True:
        record = rounds.run(decision.ground, here)
        decision.rounds.append(record)
        if record.found is None or record.found is here:
            decision.stamp = here
            break
        seen.append(here)
        here = record.found
        if here in seen:
            decision.stamp = here
            decision.circle = seen[seen.index(here) :]
            break
    first = decision.rounds[0]
    if len(decision.rounds) == 1 and first.found is None:
        decision.stamp = None
    if decision.stamp is not None:
        decision.how = _how(decision)


def _how(decision):
    current = decision.ground.current
    if decision.rounds[-1].by == "pin":
        return "pinned"
    if current is None:
        return "placed"
    return "stayed" if decision.stamp is current else "moved"


def _keep_or_refuse(decision):
    ground, current = decision.ground, decision.ground.current
    if current is not None and current.keeps() and ground.barred(current, here=current) is None:
        decision.how, decision.stamp = "kept", current
    else:
        decision.refusal = _refusal(ground, decision.rounds[0])


def _refusal(ground, first):
    if first.lacks_value:
        return 422, "no-value"
    serving = [stamp for tier in first.tiers for stamp in tier.serving]
    if not serving:
        return 422, "not-served"
    allowed = [stamp for stamp in serving if stamp.name in ground.allowed]
    if not allowed:
        return 422, "forbidden"
    if all(ground.hub_of(stamp, first.here) is None for stamp in allowed):
        return 422, "not-linked"
    return 503, "none-open"
