"""The oracle's own tests: `python3 -m oracle test`."""
