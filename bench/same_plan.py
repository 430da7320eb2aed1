"""Tell whether two checkouts make the same plan of the same folders, byte for byte.

``python -m bench.same_plan OTHER_CHECKOUT FOLDER… [--policies b2b-standard,…] [--as-of DAY]``. The other checkout
needs a virtual environment of its own. Its plans are kept in bench/out/same by commit, so that each is made once. Only
the seconds and the version in summary.json may differ. Leaves with 1 when anything else does.
"""

from __future__ import annotations

import argparse
import json
import subprocess
import sys
from pathlib import Path

from bench.data import OUT
from bench.run import AS_OF

HERE = Path(__file__).parent.parent
MAY_DIFFER = ("timings", "huikuan")  # of summary.json


def planned(checkout: Path, folder: Path, out: Path, *, policy: str, as_of: str) -> Path:
    """Write the plan of a folder as that checkout makes it, in zh, as CSV and JSON."""
    options = ["--as-of", as_of, "--policy", policy, "--formats", "csv,json", "--overwrite"]
    command: list[str | Path] = [checkout / ".venv" / "bin" / "huikuan", "plan", folder, "--out", out, *options]
    subprocess.run(command, check=True, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    return out


def differences(ours: Path, theirs: Path) -> list[str]:
    """Return the files that one of the folders lacks, or that are not the same in both."""
    names = sorted({file.name for folder in (ours, theirs) for file in folder.iterdir()})
    return [name for name in names if content(ours / name) != content(theirs / name)]


def content(file: Path) -> bytes | dict[str, object] | None:
    """Return what is compared of a file, None where there is none."""
    if not file.exists():
        return None
    if file.name != "summary.json":
        return file.read_bytes()
    summary = json.loads(file.read_text(encoding="utf-8"))
    return {name: value for name, value in summary.items() if name not in MAY_DIFFER}


def main() -> int:
    """Compare every folder under every policy; returns the exit code."""
    options = argparse.ArgumentParser(description=__doc__)
    options.add_argument("other", type=Path)
    options.add_argument("folders", type=Path, nargs="+")
    options.add_argument("--policies", default="b2b-standard")
    options.add_argument("--as-of", default=AS_OF)
    asked = options.parse_args()
    commit = subprocess.check_output(["git", "-C", asked.other, "rev-parse", "--short", "HEAD"], text=True).strip()
    is_same = True
    for folder in asked.folders:
        for policy in asked.policies.split(","):
            run = {"policy": policy, "as_of": asked.as_of}
            kept = OUT / "same" / commit / f"{folder.name}-{policy}-{asked.as_of}"
            if not (kept / "summary.json").exists():
                kept.parent.mkdir(parents=True, exist_ok=True)
                planned(asked.other, folder, kept, **run)
            found = differences(planned(HERE, folder, OUT / "same" / "here", **run), kept)
            print(f"{folder.name} {policy}: {'differs: ' + ', '.join(found) if found else 'the same'}", flush=True)
            is_same &= not found
    return 0 if is_same else 1


if __name__ == "__main__":
    sys.exit(main())
