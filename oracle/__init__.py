"""The decision and the hashing once more, written from `docs/` alone.

The second voice beside the Rust code: it shares no line with it. Standard library only, Python 3.11 or newer.
"""
