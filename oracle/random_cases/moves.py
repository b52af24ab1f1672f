"""Random moves: single ones, round trips, and one that spreads a stamp's devices over the others."""


class MoveMaker:
    """Makes the moves of one policy; `lists` are its `StampLists`, and `when` makes a condition."""

    def __init__(self, generator, lists, when):
        self.generator = generator
        self.lists = lists
        self.when = when

    def one(self):
        """A move without a name; None where its `from` leaves no stamp to go to."""
        generator = self.generator
        names = set(self.lists.names())
        sources = self.lists.few(names)
        rest = names - self.lists.meant(sources)
        if not rest:
            return None
        move = {"from": sources}
        kind = generator.weighed({"absent": 35, "stamps": 45, "weights": 20})
        if kind == "stamps":
            move["to"] = self.lists.few(rest)
        if kind == "weights":
            chosen = generator.some(sorted(rest), 1, 2)
            move["to"] = {name: generator.pick([1, 1, 3, 10, 1000000]) for name in chosen}
        elif generator.chance(35):
            move["whom"] = "preferred" if generator.chance(85) else "all"
        if generator.chance(55):
            move["when"] = self.when()
        return move

    def back(self, move):
        """The move that leads back where another came from."""
        back = {"from": sorted(self._targets(move)), "to": sorted(self.lists.meant(move["from"]))}
        return {"name": "back"} | back

    def round_trip(self):
        """Moves from each of some stamps to the next, and mostly from the last to the first."""
        generator = self.generator
        names = generator.some(self.lists.names(), 2 if generator.chance(50) else 3)
        ring = list(zip(names, names[1:])) + ([(names[-1], names[0])] if generator.chance(60) else [])
        return [{"name": f"{i}", "from": a, "to": b} for i, (a, b) in enumerate(ring)]

    def spread(self):
        """One move from a stamp, mostly the lightest, to all others, in each of the ways that the hash may choose."""
        generator = self.generator
        stamps = generator.some(self.lists.stamps, len(self.lists.stamps))
        if generator.chance(65):
            stamps.sort(key=lambda stamp: stamp.get("weight", stamp["capacity"]))
        source, *others = (stamp["name"] for stamp in stamps)
        weights = {name: generator.pick([1, 3, 1000000]) for name in others}
        ways = [{"whom": "preferred"}, {"whom": "preferred"}, {"to": others}, {"to": weights}, {}]
        return [{"name": "0", "from": source} | generator.pick(ways)]

    def _targets(self, move):
        to = move.get("to")
        if to is None:
            return set(self.lists.names()) - self.lists.meant(move["from"])
        return set(to) if isinstance(to, dict) and "labels" not in to else self.lists.meant(to)
