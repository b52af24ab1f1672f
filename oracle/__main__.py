"""The command line: see README.md."""

import argparse
import json
import sys
import unittest
from pathlib import Path

from . import corpus, coverage, decide, device, policy, promises, trace


def main():
    """Runs one command; the exit code is 0 for success, 1 for a check that failed, 2 for wrong use."""
    parser = argparse.ArgumentParser(prog="python3 -m oracle", description="The decision once more, from the documents alone.")
    commands = parser.add_subparsers(required=True)
    make = commands.add_parser("corpus", help="make the corpus anew")
    make.add_argument("--check", action="store_true", help="only compare it with the files")
    make.set_defaults(run=_corpus)
    commands.add_parser("coverage", help="count what the corpus exercises").set_defaults(run=_coverage)
    one = commands.add_parser("decide", help="print the trace of one decision")
    one.add_argument("policy", type=Path)
    one.add_argument("request", type=Path)
    one.set_defaults(run=_decide)
    hold = commands.add_parser("promises", help="check the promises over random policies")
    hold.add_argument("--policies", type=int, default=500)
    hold.add_argument("--seed", type=int, default=1)
    hold.set_defaults(run=lambda arguments: promises.run(arguments.policies, arguments.seed))
    commands.add_parser("test", help="run the oracle's own tests").set_defaults(run=_test)
    arguments = parser.parse_args()
    sys.exit(0 if arguments.run(arguments) else 1)


def _corpus(arguments):
    if not arguments.check:
        corpus.write()
        return True
    differing = corpus.check()
    for name in differing:
        print(f"oracle/corpus/{name} differs from what the oracle makes", file=sys.stderr)
    return not differing


def _coverage(_):
    counts = coverage.report(corpus.read())
    for word in sorted(counts):
        print(f"{counts[word]:6} {word}")
    missing = coverage.missing(counts)
    for word in missing:
        print(f"less than {coverage.LEAST} times in the corpus: {word}", file=sys.stderr)
    return not missing


def _decide(arguments):
    made = policy.parse(arguments.policy.read_text(encoding="utf-8"))
    request = device.parse(arguments.request.read_text(encoding="utf-8"))
    print(json.dumps(trace.trace(decide.decide(made, request)), indent=2, ensure_ascii=False))
    return True


def _test(_):
    suite = unittest.defaultTestLoader.discover(str(Path(__file__).parent / "tests"), top_level_dir=str(Path(__file__).parent.parent))
    return unittest.TextTestRunner().run(suite).wasSuccessful()


main()
