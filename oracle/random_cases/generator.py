"""A random generator that gives the same numbers for the same seed for good: SplitMix64."""

from ..hashing import mix
from ..siphash import MASK


class Generator:
    """SplitMix64 with the few draws that random cases need."""

    def __init__(self, seed):
        self.state = seed & MASK

    def next(self):
        """The next number, 0 to 2^64-1."""
        self.state = self.state + 0x9E3779B97F4A7C15 & MASK
        return mix(self.state)

    def below(self, end):
        """A number from 0 to end - 1."""
        return self.next() * end >> 64

    def between(self, low, high):
        """A number from low to high, both included."""
        return low + self.below(high - low + 1)

    def chance(self, percent):
        """True in so many of a hundred cases."""
        return self.below(100) < percent

    def pick(self, items):
        """One item of a list."""
        return items[self.below(len(items))]

    def weighed(self, weights):
        """One key of a dict of weights."""
        number = self.below(sum(weights.values()))
        for key, weight in weights.items():
            number -= weight
            if number < 0:
                return key
        raise AssertionError("weights are positive")

    def some(self, items, low=1, high=None):
        """From low to high different items, in random order."""
        items = list(items)
        self.shuffle(items)
        return items[: self.between(low, min(high or len(items), len(items)))]

    def shuffle(self, items):
        """Puts a list into random order."""
        for i in range(len(items) - 1, 0, -1):
            j = self.below(i + 1)
            items[i], items[j] = items[j], items[i]

    def one_or_many(self, items, high=2):
        """What the language calls one or many: an item, or a list of some."""
        return self.pick(items) if self.chance(60) else self.some(items, 1, high)
