"""Measurements beside a plain script; ``python -m bench.run`` writes docs/performance.md."""
