"""With HTTPS, Django's own check of what a server on the internet needs finds nothing."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

from tests.house.house_tree import ROOT


def test_the_check_for_deployment_finds_nothing(tmp_path: Path) -> None:
    given = {
        "HUIKUAN_DATA": str(tmp_path),
        "HUIKUAN_SECRET_KEY": "0123456789abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQR",
        "HUIKUAN_HTTPS": "1",
        "HUIKUAN_HOSTS": "huikuan.example",
        "DJANGO_SETTINGS_MODULE": "huikuan.config.settings",
    }
    of_tests = {"DATABASE_URL", "DJANGO_ALLOW_ASYNC_UNSAFE"}  # the second is for the browser's tests
    environment = {name: value for name, value in os.environ.items() if name not in of_tests} | given
    command = [sys.executable, "manage.py", "check", "--deploy", "--fail-level", "WARNING"]
    done = subprocess.run(command, cwd=ROOT, env=environment, capture_output=True, text=True, check=False)

    assert (done.returncode, done.stdout.strip(), done.stderr) == (
        0,
        "System check identified no issues (1 silenced).",
        "",
    )
