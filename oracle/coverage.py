"""What a policy, a request and its trace exercise, as a set of words; and the words that the corpus must hold."""

from collections import Counter

from . import device as wire
from .conditions import Scene
from .rounds import Ground
from .text import field, fold, many


def of_policy(table):
    """The words of the language that a policy (its table) uses."""
    found = {f"top {key}" for key in table}
    for attribute in table.get("attribute", []):
        found |= {f"places {attribute.get('places', True)}"}
    for stamp in table["stamp"]:
        found |= {f"stamp {key}" for key in stamp}
        found |= {f"state {stamp.get('state', 'absent')}", f"hub {stamp['hub'].rsplit('.', 1)[1]}"}
        found |= {f"serves {_kind(value)}" for value in stamp.get("serves", {}).values()}
    for move in table.get("move", []):
        found |= {f"from {_kind(move['from'])}", f"to {_kind(move.get('to'))}", f"whom {move.get('whom')}"}
    for guarantee in table.get("guarantee", []):
        found |= {f"{key} {_kind(guarantee[key])}" for key in ("only", "never") if key in guarantee}
    if "down" in table:
        found.add(f"down {_kind(table['down'])}")
    return found


def _kind(value):
    if isinstance(value, dict):
        return next(iter(value)) if set(value) & {"not", "labels"} else "weights"
    return {list: "many", str: "any" if value == "*" else "one"}.get(type(value), "absent")


def of_case(policy, body, trace):
    """What a request and its trace (by a `Policy`) exercise."""
    device = wire.read(body)
    ground = Ground(policy, device)
    found = _of_outcome(policy, ground, trace) | _of_request(device, ground, body)
    if trace["rounds"]:
        found |= _of_conditions(policy, device, trace["rounds"][0])
    for record in trace["rounds"]:
        found |= _of_round(policy, ground, record)
    return found | _of_former(ground, trace["rounds"])


def _of_outcome(policy, ground, trace):
    outcome = trace["outcome"]
    found = {f"rounds {min(len(trace['rounds']), 4)}"}
    if "code" in outcome:
        return found | {f"code {outcome['code']}"}
    found |= {f"how {outcome['how']}"}
    if trace["circle"]:
        found |= _of_circle(trace)
    if len(trace["rounds"]) > 1 and trace["rounds"][-1]["found"] is None:
        found.add("later round finds none")
    if outcome["stamp"] and fold(outcome["hub"]) != policy.stamps[outcome["stamp"]].hub:
        found |= {"answered by a former hub", f"{outcome['how']}, by a former hub"}
    elif outcome["stamp"] and ground.current and fold(ground.device.current_hub) in ground.current.former_hubs:
        found.add("on a former hub, answered by a hub")
    return found | _of_answer(policy, ground.device, outcome)


def _of_circle(trace):
    circle, turning = trace["circle"], trace["rounds"][-len(trace["circle"]) :]
    found = {"circle", f"circle of {min(len(circle), 3)}"}
    found.add("circle of moves" if any(record["move"] for record in turning) else "circle of rules")
    return found | ({"circle after another stamp"} if circle[0] != trace["rounds"][0]["here"] else set())


def _of_answer(policy, device, outcome):
    found = {f"answer {key}" for key in outcome["body"]}
    if "twin" in policy.answer and device.twin:
        found.add("twin merged")
        both = set(device.twin) & set(policy.answer["twin"])
        found |= {"twin merged deeply"} if both else set()
    for part in ("tags", "properties"):
        asked = policy.answer.get("twin", {}).get(part)
        given = outcome["body"].get("initialTwin", {}).get(part)
        if asked and set(asked) - set(given):
            found.add("placeholder left out")
    return found


def _of_request(device, ground, body):
    found = {f"attestation {device.attestation}", f"edge {device.iot_edge}", f"individual {device.individual}"}
    found |= {f"never reprovision {device.never_reprovision}", f"payload {type(device.payload).__name__}"}
    hubs = field(body, "linkedHubs")
    if len(hubs) > len(device.linked):
        found.add("two spellings of a linked hub")
    if field(body, "deviceRuntimeContext") is not body.get("deviceRuntimeContext"):
        found.add("field name in other letter case")
    if field(field(body, "deviceRuntimeContext"), "currentIotHubHostName") == "":
        found.add("empty current hub")
    if device.current_hub:
        where = "foreign" if ground.current is None else ground.current.state
        where = where if device.current_hub_folded in device.linked else f"{where}, not linked"
        found.add(f"on {where}")
    stamps = ground.policy.stamps.values()
    linked = [stamp for stamp in stamps if ground.hub_of(stamp, ground.current) is not None]
    if 0 < len(linked) < len(stamps):
        found.add("partially linked")
    return found


def _of_former(ground, rounds):
    """What becomes of a stamp that is linked only by the former hub on which the device is."""
    current, hubs = ground.current, ground.device.linked
    if current is None or current.hub in hubs or ground.hub_of(current, current) is None:
        return set()
    found = {"linked by a former hub alone"}
    for record in rounds[1:]:
        found.add("left a former hub")
        if any({"stamp": current.name, "why": "not-linked"} in tier["out"] for tier in record["tiers"]):
            found.add("left a former hub, and would be served there")
            found |= {"left a former hub, and no move leads back"} if _lacks_target(ground, record) else set()
    return found


def _lacks_target(ground, record):
    """Whether a move that would lead to the current stamp finds no target."""
    vain = {step["move"] for step in record["moves"] if step["why"] == "no-target"}
    return any(move.name in vain and ground.current.name in move.targets for move in ground.policy.moves)


def _of_round(policy, ground, record):
    found = {f"by {record['by']}"} | {f"pin {step['why']}" for step in record["pins"]}
    found |= {f"attribute {step['why']}" for a in record["attributes"] for step in a["passed"]}
    found |= {"attribute without value" for a in record["attributes"] if a["value"] is None}
    found |= {f"out {step['why']}" for tier in record["tiers"] for step in tier["out"]}
    found |= {f"move {step['why']}" for step in record["moves"]}
    if record["tier"]:
        found.add(f"{record['by']} in a fallback's tier")
    if record["found"] and record["by"] != "place":
        found.add(f"{record['by']} on {policy.stamps[record['found']].state}" if not record["move"] else "stay, then move")
    found |= {"place among several"} if len(record["candidates"]) > 1 else set()
    return found | _of_move(policy, record) | _of_rules(policy, record)


def _of_move(policy, record):
    taken = record["move"]
    if not taken:
        return set()
    move = next(move for move in policy.moves if move.name == taken["move"])
    how = "weights" if move.weights else "preferred" if move.only_preferred else "all"
    found = {f"moved by {how}", f"moved to {policy.stamps[taken['to']].state}", f"moved after {record['by']}"}
    found |= {f"moved by {how} among several"} if len(taken["candidates"]) > 1 else set()
    found |= {"moved within a fallback's tier"} if taken["tier"] else set()
    found |= {"moved into an earlier tier"} if taken["tier"] < record["tier"] else set()
    return found


def _of_rules(policy, record):
    found = set()
    for attribute, step in zip(policy.attributes, record["attributes"]):
        for rule in attribute.get("rule", []):
            if rule["name"] == step["rule"]:
                source = next(iter(rule["read"])) if "read" in rule else "value"
                found |= {f"gives by {source}"} | {f"gives by {key}" for key in ("map", "ignore-case") if rule.get(key)}
    return found


def _of_conditions(policy, device, record):
    scene = Scene(policy, device, {a["attribute"]: a["value"] for a in record["attributes"]})
    entries = [*policy.pins, *policy.fallbacks, *policy.guarantees]
    entries += [rule for attribute in policy.attributes for rule in attribute.get("rule", [])]
    whens = [entry["when"] for entry in entries if "when" in entry]
    whens += [move.when for move in policy.moves if move.when]
    return {word for when in whens for word in _of_condition(scene, when)}


def _of_condition(scene, when):
    for key, wanted in when.items():
        for part in _parts(key, wanted):
            yield f"when {part[0]} {scene.holds(part[1])}"
        if key == "not":
            yield from _of_condition(scene, wanted)
        if key in ("all", "any"):
            for inner in wanted:
                yield from _of_condition(scene, inner)


def _parts(key, wanted):
    """A condition's smallest parts, each with a name and as a condition of its own."""
    if key in ("twin", "payload"):
        for place, test in wanted.items():
            if isinstance(test, dict):
                yield f"{key} {'+'.join(test)}", {key: {place: test}}
            else:
                yield from ((f"{key} {type(item).__name__}", {key: {place: item}}) for item in many(test))
    elif key in ("registration-id", "enrollment-group") and isinstance(wanted, dict):
        yield from ((f"{key} {test}", {key: {test: patterns}}) for test, patterns in wanted.items())
    elif key == "cohort":
        yield f"cohort {'slice' if isinstance(wanted['percent'], list) else 'percent'}", {key: wanted}
    else:
        yield key, {key: wanted}


_CONDITIONS = [
    *("is", "cohort percent", "cohort slice", "individual-enrollment", "attestation", "iot-edge", "all", "any", "not"),
    *(f"{key}{test}" for key in ("registration-id", "enrollment-group") for test in ("", " list", " prefix", " suffix", " contains", " glob")),
    *(f"{key} {test}" for key in ("twin", "payload") for test in ("str", "int", "bool", "present", "at-least", "below", "at-least+below")),
]
LEAST = 10
REQUIRED = {
    *(f"top {key}" for key in ("lists", "down", "attribute", "stamp", "pin", "move", "fallback", "guarantee", "answer")),
    *("places True", "places False", "hub net", "hub us", "hub cn"),
    *(f"stamp {key}" for key in ("weight", "former-hubs", "labels", "application", "state", "serves")),
    *(f"state {state}" for state in ("absent", "open", "reserved", "closed", "down")),
    *(f"serves {kind}" for kind in ("one", "many", "any", "not")),
    *(f"from {kind}" for kind in ("one", "many", "labels")),
    *(f"to {kind}" for kind in ("absent", "one", "many", "labels", "weights")),
    *(f"whom {whom}" for whom in ("None", "all", "preferred")),
    *(f"{key} {kind}" for key in ("only", "never", "down") for kind in ("one", "many", "labels")),
    *(f"rounds {count}" for count in range(5)),
    *(f"code {code}" for code in ("no-value", "not-served", "forbidden", "not-linked", "none-open")),
    *(f"how {how}" for how in ("forced", "pinned", "kept", "stayed", "moved", "placed")),
    *("circle", "circle of 2", "circle of 3", "circle after another stamp", "circle of moves", "circle of rules"),
    *("later round finds none", "linked by a former hub alone", "left a former hub"),
    *("left a former hub, and would be served there", "left a former hub, and no move leads back"),
    *(f"{how}, by a former hub" for how in ("forced", "kept", "stayed", "pinned")),
    *("answered by a former hub", "on a former hub, answered by a hub", "partially linked"),
    *("answer iotHubHostName", "answer initialTwin", "answer payload", "twin merged", "twin merged deeply"),
    *("placeholder left out", "two spellings of a linked hub", "empty current hub", "field name in other letter case"),
    *(f"attestation {kind}" for kind in ("symmetric-key", "x509", "tpm", "None")),
    *(f"{key} {value}" for key in ("edge", "individual", "never reprovision") for value in (True, False)),
    *(f"payload {kind}" for kind in ("dict", "NoneType", "str", "int", "list")),
    *(f"on {state}{more}" for state in ("open", "reserved", "closed", "down", "foreign") for more in ("", ", not linked")),
    *(f"by {by}" for by in ("pin", "stay", "place", "None")),
    *(f"pin {why}" for why in ("condition", "forbidden", "not-linked", "state")),
    *(f"pin on {state}" for state in ("open", "reserved", "closed")),
    *(f"attribute {why}" for why in ("condition", "nothing", "unmapped", "foreign")),
    *("attribute without value", "out forbidden", "out not-linked", "place among several"),
    *("stay in a fallback's tier", "place in a fallback's tier", "stay, then move"),
    *(f"stay on {state}" for state in ("open", "reserved", "closed")),
    *(f"move {why}" for why in ("from", "condition", "no-target")),
    *(f"moved by {how}{more}" for how in ("weights", "preferred", "all") for more in ("", " among several")),
    *("moved to open", "moved to reserved", "moved after stay", "moved after place"),
    *("moved within a fallback's tier", "moved into an earlier tier"),
    *(f"gives by {how}" for how in ("value", "twin", "payload", "registration-id", "enrollment-group", "attribute", "current")),
    *("gives by map", "gives by ignore-case"),
    *(f"when {key} {holds}" for key in _CONDITIONS for holds in (True, False)),
}


def missing(counts):
    """The required words that occur less than `LEAST` times."""
    return sorted(word for word in REQUIRED if counts[word] < LEAST)


def report(lines):
    """How often each word occurs over the corpus' lines ((table, policy, cases) each)."""
    counts = Counter()
    for table, policy, cases in lines:
        counts.update(of_policy(table))
        for case in cases:
            counts.update(of_case(policy, case["request"], case["trace"]))
    return counts
