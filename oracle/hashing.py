"""Hashing, version 1 (docs/hashing.md): the key, the draws, cohorts and the rendezvous."""

from functools import lru_cache
from hashlib import sha256

from .logarithm import logarithm
from .siphash import MASK, siphash24

DEVICE, COHORT, STAMP, WEIGHED = 0x01, 0x02, 0x03, 0x04
POSITIONS = 100_000


def key_of(seed):
    """The 16 bytes that key every hash of a policy with this seed (text)."""
    return sha256(b"stamp hash 1\x00" + seed.encode()).digest()[:16]


def mix(z):
    """The finalizer of SplitMix64."""
    z = (z ^ (z >> 30)) * 0xBF58476D1CE4E5B9 & MASK
    z = (z ^ (z >> 27)) * 0x94D049BB133111EB & MASK
    return z ^ (z >> 31)


def position_of(draw):
    """Where a draw stands on a cohort's scale, 0 to 99999, in thousandths of a percent."""
    return draw * POSITIONS >> 64


class Hashing:
    """The hashing under one seed."""

    def __init__(self, seed):
        self.key = key_of(seed)
        self.hash = lru_cache(maxsize=4096)(self._hash)

    def _hash(self, tag, text):
        data = text.encode()
        return siphash24(self.key, bytes([tag]) + len(data).to_bytes(8, "little") + data)

    def draw(self, tag, name, device):
        """The number, 0 to 2^64-1, that a device (folded registration ID) draws for a name."""
        return mix(self.hash(DEVICE, device) ^ self.hash(tag, name))

    def position(self, cohort, device):
        """The device's position in a cohort, 0 to 99999."""
        return position_of(self.draw(COHORT, cohort, device))

    def cost(self, tag, stamp, device):
        """L of the device's draw for a stamp's name, before the weight divides it."""
        return logarithm(self.draw(tag, stamp, device))


@lru_cache(maxsize=64)
def under(seed):
    """The hashing under a seed, made once: policies that differ in other things share it."""
    return Hashing(seed)


def beats(a, b):
    """Whether candidate `a` beats `b`; a candidate is (name, weight, cost)."""
    (name_a, weight_a, cost_a), (name_b, weight_b, cost_b) = a, b
    left, right = cost_a * weight_b, cost_b * weight_a
    return left < right or (left == right and name_a.encode() < name_b.encode())


def preferred(candidates):
    """The candidate that beats all others; candidates are (name, weight, cost), at least one."""
    best = candidates[0]
    for candidate in candidates[1:]:
        if beats(candidate, best):
            best = candidate
    return best
