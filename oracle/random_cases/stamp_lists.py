"""Lists of stamps, as `from`, `to`, `only`, `never` and `down` take them."""

from ..text import many
from . import words


class StampLists:
    """Makes lists of the stamps of one policy (their tables)."""

    def __init__(self, generator, stamps):
        self.generator = generator
        self.stamps = stamps

    def names(self):
        """The names of all stamps, in file order."""
        return [stamp["name"] for stamp in self.stamps]

    def few(self, among=None, of_all=False):
        """A list: names out of `among`, or labels that stand for some of these and no others. With `of_all` only
        labels that every stamp has."""
        generator = self.generator
        among = set(self.names()) if among is None else among
        keys = [key for key in words.LABELS if self._labelled(key, all if of_all else any)]
        if keys and generator.chance(50):
            labels = {key: generator.one_or_many(words.LABELS[key]) for key in generator.some(keys, 1, 1)}
            meant = self._with(labels)
            if meant and meant <= among:
                return {"labels": labels}
        names = [name for name in self.names() if name in among]
        return generator.one_or_many(names, max(1, len(names) - 1))

    def meant(self, stamps):
        """The names that a list stands for."""
        return self._with(stamps["labels"]) if isinstance(stamps, dict) else set(many(stamps))

    def _labelled(self, key, quantity):
        return quantity(key in stamp.get("labels", {}) for stamp in self.stamps)

    def _with(self, labels):
        return {s["name"] for s in self.stamps if all(s.get("labels", {}).get(k) in many(v) for k, v in labels.items())}
