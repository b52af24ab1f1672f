"""Checks the promises of docs/decision.md over random policies and small fleets, and shows what breaks one."""

import json
from collections import Counter
from copy import deepcopy
from dataclasses import replace
from decimal import Decimal

from . import device as wire
from . import edits, rounds, shares
from .conditions import Scene
from .decide import decide
from .policy import Policy
from .random_cases import toml, words
from .random_cases.generator import Generator
from .random_cases.policies import PolicyMaker
from .random_cases.requests import RequestMaker
from .text import fold

FLEET = 8
SHOWN = 3
ENDS = sorted(Decimal(end) for end in {*words.PERCENTS, "0.002", "1", "5", "99.998"})


def run(policies, seed):
    """Checks every promise over so many random policies, prints what breaks them, and gives whether none does."""
    found = Counter()
    checked = Counter()
    for number in range(policies):
        generator = Generator(seed * 1_000_000_007 + number)
        table = PolicyMaker(generator, rich=True).random()
        requests = RequestMaker(generator, table)
        for body in [requests.random() for _ in range(FLEET)]:
            for promise, why in broken(table, body, checked):
                found[promise] += 1
                if found[promise] <= SHOWN:
                    _show(promise, why, *_shrunk(promise, table, body))
    for promise in shares.broken(seed, checked):
        found[promise] += 1
        print(f"broken: {promise}")
    for promise, times in sorted(checked.items()):
        print(f"{found[promise]:6} of {times:8} broken: {promise}")
    return not found


def broken(table, body, checked):
    """The promises that a policy breaks for a request's device: (promise, what happened)."""
    policy = Policy(table)
    device = wire.read(body)
    for check in (_again, _linked_and_allowed, _nobody_moves, _changes_nothing, _cohorts, _new_devices):
        for promise, why in check(table, policy, device):
            checked[promise] += 1
            if why:
                yield promise, why


def _show(promise, why, table, body):
    print(f"\nbroken: {promise}\n  {why}\n  the smallest policy and request found that break it:")
    print("    " + toml.write(table, nested=True).replace("\n", "\n    "))
    print("    " + json.dumps(body, ensure_ascii=False))


# Deciding again.


def _again(table, policy, device):
    first = decide(policy, device)
    if first.hub is None:
        return
    second = decide(policy, replace(device, current_hub=first.hub))
    same = second.hub == first.hub
    yield "deciding again gives the same answer", None if same else f"{first.hub}, then {_told(second)}"
    for record in first.rounds[1:]:
        same = record == _first_round(policy, device, first.ground.hub_of(record.here, here=record.here))
        promise = "a later round is the first one of a registration from its stamp"
        yield promise, None if same else f"the round on {record.here.name} finds {record.found and record.found.name}"


def _first_round(policy, device, hub):
    """The first round for the device on a hub: what settling stands on, and stricter than deciding again."""
    ground = rounds.Ground(policy, replace(device, current_hub=hub))
    return rounds.run(ground, ground.current)


def _linked_and_allowed(table, policy, device):
    decision = decide(policy, device)
    if decision.hub is None:
        return
    linked = fold(decision.hub) in device.linked
    yield "the answer is linked", None if linked else _told(decision)
    if decision.stamp is not None:
        hubs = [decision.stamp.hub, *decision.stamp.former_hubs]
        yield "the hub answered is the stamp's", None if fold(decision.hub) in hubs else _told(decision)
    if decision.how != "forced":
        allowed = decision.stamp.name in decision.ground.allowed
        yield "no guarantee is broken", None if allowed else _told(decision)


def _told(decision):
    if decision.refusal:
        return decision.refusal[1]
    name = decision.stamp.name if decision.stamp else None
    return f"{decision.how} on {name} ({decision.hub})"


# Devices at rest.


def _at_rest(policy, device):
    """The decision for the device once it has gone where it belongs; None where the promises set it aside: it is
    refused, forced, or goes round a circle."""
    first = decide(policy, device)
    if first.hub is None:
        return None
    rest = decide(policy, replace(device, current_hub=first.hub))
    return None if rest.how == "forced" or rest.circle else rest


def _nobody_moves(table, policy, device):
    device = replace(device, linked=device.linked | {fold(edits.ADDED["hub"]): edits.ADDED["hub"]})
    rest = _at_rest(policy, device)
    if rest is None:
        return
    device = rest.ground.device
    name = rest.stamp.name
    for promise, what, edited, moves_may in _edits(table, policy, name):
        if edited is None or (moves_may and rest.how == "kept"):
            continue
        after = decide(Policy(edited), device)
        excused = bool(after.circle) or (moves_may and after.rounds and after.rounds[0].move)
        same = after.stamp is not None and after.stamp.name == name
        yield promise, None if same or excused else f"{what}: {_told(rest)}, then {_told(after)}"


def _edits(table, policy, name):
    """The edits that move no device on a stamp: (promise, what is done, the new table, and whether that gives
    standing moves new targets, and kept devices somewhere to go)."""
    generator = Generator(len(json.dumps(table, default=str)))
    for stamp in policy.stamps.values():
        if stamp.takes():
            yield "closing a stamp moves nobody", f"{stamp.name} closed", edits.set_state(table, stamp.name, "closed"), True
        if stamp.state == "open":
            yield "reserving a stamp moves nobody", f"{stamp.name} reserved", edits.set_state(table, stamp.name, "reserved"), True
        if stamp.name != name:
            down = edits.set_state(table, stamp.name, "down")
            yield "taking a stamp down moves only those on it", f"{stamp.name} down", down, False
            gone = edits.remove(table, stamp.name)
            yield "taking a stamp out moves only those on it", f"{stamp.name} out", gone, False
    for like in (None, *policy.stamps):
        state = generator.pick(["open", "open", "reserved"])
        yield "adding a stamp moves nobody", f"new, {state}, serves as {like}", edits.add(table, like, state), True
    yield "changing weights moves nobody", "new weights", edits.set_weights(table, generator), True
    for move in policy.moves:
        yield "ending a move moves nobody", f"without {move.name}", edits.without_move(table, move.name), False


def _changes_nothing(table, policy, device):
    generator = Generator(len(json.dumps(table, default=str)))
    before = _told(decide(policy, device))
    for promise, edited in (
        ("reordering stamps changes nothing", edits.reorder(table, generator)),
        ("renaming entries changes nothing", edits.rename(table)),
    ):
        after = _told(decide(Policy(edited), device))
        yield promise, None if before == after else f"{before}, then {after}"


# Cohorts.


def _cohorts(table, policy, device):
    """For a rising end a device is out until it is in, and then never out again; so for a falling end too."""
    scene = Scene(policy, device)
    for name in words.COHORTS:
        inside = [scene.holds({"cohort": {"name": name, "percent": end}}) for end in ENDS]
        rises = inside == sorted(inside) and not inside[0] and inside[-1]
        yield "raising a cohort's end only adds devices", None if rises else f"{name}: {inside}"


# New devices.


def _new_devices(table, policy, device):
    if _reads_current(policy):
        return
    linked = device.linked | {fold(edits.ADDED["hub"]): edits.ADDED["hub"]}
    device = replace(device, current_hub=None, linked=linked)
    before = decide(policy, device)
    for like in (None, *policy.stamps):
        after = decide(Policy(edits.add(table, like, "open")), device)
        fair = _where(after) in (_where(before), "new") or _excused(before, after)
        promise = "adding a stamp takes new devices only for itself"
        yield promise, None if fair else f"serves as {like}: {_told(before)}, then {_told(after)}"
    for name in policy.stamps:
        edited = edits.remove(table, name)
        if edited is None or _where(before) == name:
            continue
        after = decide(Policy(edited), device)
        fair = _where(after) == _where(before) or _excused(before, after)
        promise = "removing a stamp gives away only its own new devices"
        yield promise, None if fair else f"{name} out: {_told(before)}, then {_told(after)}"


def _where(decision):
    return decision.refusal[1] if decision.refusal else decision.stamp.name


def _reads_current(policy):
    """Whether a rule describes devices by the stamp that they are on: it may send them on from where they are placed."""
    rules = [rule for attribute in policy.attributes for rule in attribute.get("rule", [])]
    return any("current" in rule.get("read", {}) for rule in rules)


def _excused(before, after):
    """Whether a standing move had a hand in one of two decisions; or both are refused, if for different reasons."""
    if before.refusal and after.refusal:
        return True
    return any(record.move for decision in (before, after) for record in decision.rounds)


# Making counterexamples small.


def _shrunk(promise, table, body):
    """The policy and request with everything taken away that is not needed to break the promise."""
    smaller = True
    while smaller:
        smaller = False
        for candidate, request in _smaller(table, body):
            if _breaks(promise, candidate, request):
                table, body, smaller = candidate, request, True
                break
    return table, body


def _breaks(promise, table, body):
    try:
        return any(name == promise for name, _ in broken(table, body, Counter()))
    except (AssertionError, KeyError, IndexError, TypeError, AttributeError, ValueError):
        return False  # what was taken away was needed: the policy is none any more


def _smaller(table, body):
    for path in _paths(table, ()):
        yield _cut(table, path), body
    for path in _paths(body, ()):
        yield table, _cut(body, path)


def _paths(value, path):
    """The places of everything that might be left out, outer ones first, and the policy still be valid."""
    if path and path[-1] in ("values", "serves", "map", "as"):
        return
    keys = list(value) if isinstance(value, dict) else range(len(value)) if isinstance(value, list) else []
    yield from ((*path, key) for key in keys if key not in ("values", "serves", "map", "as", "name"))
    for key in keys:
        yield from _paths(value[key], (*path, key))


def _cut(value, path):
    copy = deepcopy(value)
    inner = copy
    for key in path[:-1]:
        inner = inner[key]
    del inner[path[-1]]
    return copy
