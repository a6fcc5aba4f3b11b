"""Measurements beside their floor: `python -m tests.bench NAME`, or `python -m tests.bench.NAME`."""
