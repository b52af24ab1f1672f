"""Statistical promises: shares meet weights, cohorts are what they say, and all of them are independent."""

from .hashing import STAMP, Hashing, preferred
from .random_cases.generator import Generator

DEVICES = 20_000
SURE = 5.5  # standard deviations; chance exceeds them once in tens of millions of checks


def broken(seed, checked):
    """The statistical promises that do not hold under a seed; counts each check."""
    hashing = Hashing(f"shares-{seed}")
    devices = [f"device-{number}" for number in range(DEVICES)]
    for promise, fair in (*_weights(hashing, devices, seed), *_cohorts(hashing, devices)):
        checked[promise] += 1
        if not fair:
            yield promise


def _near(count, expected):
    """Whether a count out of all devices is within chance of its expected share (0 to 1)."""
    deviation = (DEVICES * expected * (1 - expected)) ** 0.5
    return abs(count - DEVICES * expected) <= SURE * deviation + 1


def _weights(hashing, devices, seed):
    generator = Generator(seed)
    for size in (2, 3, 8):
        weights = {f"stamp-{i}": generator.between(1, 1000) for i in range(size)}
        total = sum(weights.values())
        placed = [_placed(hashing, weights, device) for device in devices]
        for name, weight in weights.items():
            yield "new devices' shares meet weights", _near(placed.count(name), weight / total)


def _placed(hashing, weights, device):
    return preferred([(name, weight, hashing.cost(STAMP, name, device)) for name, weight in weights.items()])[0]


def _cohorts(hashing, devices):
    """A tenth by each of two cohorts, one named as a stamp, and by the placement: every pair has a hundredth."""
    by_cohort = {name: {d for d in devices if hashing.position(name, d) < 10_000} for name in ("a", "b")}
    stamps = {"a": 1, "b": 9}
    on_a = {device for device in devices if _placed(hashing, stamps, device) == "a"}
    for members in by_cohort.values():
        yield "a cohort has its share of the devices", _near(len(members), 0.1)
        yield "cohorts are independent of the placement", _near(len(members & on_a), 0.01)
    yield "cohorts are independent of each other", _near(len(by_cohort["a"] & by_cohort["b"]), 0.01)
    lower = {device for device in devices if hashing.position("a", device) < 5_000}
    yield "raising a cohort's end only adds devices", lower <= by_cohort["a"]
