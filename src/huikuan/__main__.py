"""``python -m huikuan``: the same as the command ``huikuan``."""

from __future__ import annotations

from huikuan.cli import main

if __name__ == "__main__":
    main()
