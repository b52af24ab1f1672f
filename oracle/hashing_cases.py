"""The corpus' cases of the hashing: SipHash, keys, the logarithm, cohorts and placements."""

from itertools import count

from .hashing import STAMP, Hashing, key_of, preferred
from .logarithm import TABLE, logarithm
from .random_cases.generator import Generator
from .siphash import siphash24

SEEDS = ["contoso-fleet-1", "s", "S", "", "Gr\u00fc\u00dfe \U0001f69a", "a much longer seed than the block of any hash: " + "x" * 64]
ALPHABET = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-._:"
EDGES = [0, 1, 999, 1000, 1001, 4999, 5000, 5001, 49999, 50000, 50001, 99998, 99999]
PER_EDGE = 2
SEARCHED = 2000


def hashing():
    """The pieces: SipHash's published messages under the published key and others, keys of seeds, L and its table."""
    generator = Generator(1)
    published = bytes(range(16))
    messages = [(published, bytes(range(length))) for length in range(64)]
    messages += [(_bytes(generator, 16), _bytes(generator, generator.between(0, 200))) for _ in range(64)]
    return {
        "siphash": [
            {"key": key.hex(), "message": message.hex(), "hash": f"{siphash24(key, message):016x}"}
            for key, message in messages
        ],
        "keys": [{"seed": seed, "key": key_of(seed).hex()} for seed in SEEDS],
        "logarithm": [{"u": f"{u:016x}", "cost": logarithm(u)} for u in _arguments(generator)],
        "table": list(TABLE),
    }


def _bytes(generator, length):
    return bytes(generator.below(256) for _ in range(length))


def _arguments(generator):
    """Edges, the numbers around every power of two and every knot of the table, and some of any size."""
    around = {0, 1, 2, (1 << 64) - 1}
    for power in range(1, 64):
        around |= {(1 << power) - 1, 1 << power, (1 << power) + 1}
    for knot in range(256):
        at = (1 << 63) + (knot << 55)
        around |= {at - 1, at, at + 1}
    chosen = [generator.next() >> generator.below(64) for _ in range(300)]
    return sorted(around) + chosen


def cohorts():
    """IDs, found by search, that stand at the edges of cohorts; IDs of every allowed character; any others."""
    for seed in ("contoso-fleet-1", "s"):
        hashing_ = Hashing(seed)
        for cohort, id_ in _at_edges(hashing_):
            yield _position(hashing_, seed, cohort, id_)
        for id_ in _ids(Generator(7), 40):
            yield _position(hashing_, seed, "release-4.2", id_)


def _position(hashing_, seed, cohort, id_):
    return {"seed": seed, "cohort": cohort, "id": id_, "position": hashing_.position(cohort, id_.lower())}


def _at_edges(hashing_):
    """Cohorts and IDs at each edge. The search goes through cohorts too: one more costs a mix, an ID costs a SipHash."""
    wanted = {edge: PER_EDGE for edge in EDGES}
    for number in count():
        cohort = f"release-{number}"
        for device in range(SEARCHED):
            id_ = f"Device-{device}"
            edge = hashing_.position(cohort, id_.lower())
            if wanted.get(edge):
                yield cohort, id_
                wanted[edge] -= 1
        if not any(wanted.values()):
            return


def _ids(generator, count):
    """The shortest and longest, the alphabet in two halves with mixed letter case, and random IDs."""
    yield from ("a", "A", "0", "-", ".", "_", ":", ALPHABET, ALPHABET[::-1], "Aa" * 64, ":" * 128)
    for _ in range(count):
        yield "".join(generator.pick(ALPHABET) for _ in range(generator.between(1, 128)))


def placements():
    """Placements over 2, 8 and 50 stamps of equal and unequal weights."""
    generator = Generator(11)
    for size, devices in ((2, 60), (8, 40), (50, 15)):
        for weigh in (lambda: 1000, lambda: generator.between(1, 1_000_000), lambda: generator.pick([1, 1_000_000])):
            stamps = [{"name": f"stamp-{i}", "weight": weigh()} for i in range(size)]
            yield from (_placement(generator, stamps) for _ in range(devices))


def _placement(generator, stamps):
    seed = generator.pick(SEEDS[:3])
    id_ = "".join(generator.pick(ALPHABET) for _ in range(generator.between(1, 24)))
    hashing_ = Hashing(seed)
    costs = [hashing_.cost(STAMP, stamp["name"], id_.lower()) for stamp in stamps]
    candidates = [(s["name"], s["weight"], cost) for s, cost in zip(stamps, costs)]
    return {"seed": seed, "stamps": stamps, "id": id_, "costs": costs, "stamp": preferred(candidates)[0]}
