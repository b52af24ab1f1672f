"""Makes the corpus: the cases that every front door must answer as this oracle does."""

import json
import tomllib
from collections import Counter
from decimal import Decimal
from pathlib import Path

from . import coverage, decide, device, fixed_cases, hashing_cases, policy, trace
from .random_cases import toml
from .random_cases.generator import Generator
from .random_cases.policies import PolicyMaker
from .random_cases.requests import RequestMaker

FOLDER = Path(__file__).parent / "corpus"
POLICIES = 2500
CHOICES = 4
REQUESTS = 5
CASES = 2
SEED = 20261123
THIN = 30  # a word that has occurred less often than this comes before the size of what shows it


def files():
    """The corpus' files: bytes by name."""
    return {
        "hashing.json": _pretty(hashing_cases.hashing()),
        "cohorts.ndjson": _lines(hashing_cases.cohorts()),
        "placements.ndjson": _lines(hashing_cases.placements()),
        "decisions.ndjson": _lines(decisions()),
    }


def write():
    """Writes the corpus anew."""
    FOLDER.mkdir(exist_ok=True)
    for name, data in files().items():
        (FOLDER / name).write_bytes(data)


def check():
    """The names of the files that differ from what the oracle makes."""
    return [name for name, data in files().items() if not _same(FOLDER / name, data)]


def _same(path, data):
    return path.exists() and path.read_bytes() == data


def _compact(value):
    return json.dumps(value, ensure_ascii=False, separators=(",", ":"))


def _pretty(value):
    """One line for each item: changes can be read."""
    parts = (f"{json.dumps(key)}:[\n" + ",\n".join(_compact(item) for item in items) + "\n]" for key, items in value.items())
    return ("{\n" + ",\n".join(parts) + "\n}\n").encode()


def _lines(values):
    return "".join(_compact(value) + "\n" for value in values).encode()


def decisions():
    """The fixed cases, then random policies with requests."""
    yield from (_fixed(*fixed_cases.read(name)) for name in fixed_cases.names())
    yield from _random()


def _fixed(text, requests):
    made = policy.parse(text)
    return {"policy": text, "cases": [_case(made, request)[0] for request in requests]}


def _random():
    """Of several policies at a time, the one that shows most of what was shown least."""
    seen = Counter()
    for number in range(POLICIES):
        choices = (_choice(Generator(SEED + number * 1_000_003 + choice), seen) for choice in range(CHOICES))
        _, text, cases, words = max(choices, key=lambda choice: choice[0])
        seen.update(words)
        yield {"policy": text, "cases": cases}


def _choice(generator, seen):
    """A policy with the requests that show most: (worth, text, cases, words)."""
    table = PolicyMaker(generator).random()
    text = toml.write(table, nested=generator.chance(10))
    made = policy.parse(text)
    requests = RequestMaker(generator, table)
    cases = [_case(made, requests.random()) for _ in range(REQUESTS)]
    words = coverage.of_policy(table)
    size = len(text)
    chosen = []
    for _ in range(CASES):
        best = max((c for c in cases if c not in chosen), key=lambda case: _worth(case[1] - words, case[2], seen))
        words = words | best[1]
        size += best[2]
        chosen.append(best)
    return _worth(words, size, seen), text, [case for case, _, _ in chosen], words


def _worth(words, size, seen):
    """What is preferred: the most words that are thin so far; then those seen least, for their size.

    Whole numbers, because neither the order of a set nor a platform's floating point may change the corpus.
    """
    words = words & coverage.REQUIRED
    thin = sum(seen[word] < THIN for word in words)
    return thin, sum(10**18 // (1 + seen[word]) for word in words) // size**2


def _case(made, request):
    """A case with what it exercises and its size."""
    steps = trace.trace(decide.decide(made, device.read(request)))
    case = {"request": request, "trace": steps}
    return case, coverage.of_case(made, request, steps), len(_compact(case))


def read():
    """The policies and cases of the corpus as it stands: (table, policy, cases) for each line."""
    for line in (FOLDER / "decisions.ndjson").read_text(encoding="utf-8").splitlines():
        entry = json.loads(line)
        table = tomllib.loads(entry["policy"], parse_float=Decimal)
        yield table, policy.Policy(table), entry["cases"]
