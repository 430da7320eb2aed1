"""The container and compose files: linted where they cannot be run, and true to the program."""

from __future__ import annotations

import os
import re
import subprocess
import sys
from pathlib import Path

import pytest
import yaml

from huikuan.cli.app import command_tree
from tests.house.house_tree import ROOT

COMPOSE = ROOT / "compose.yaml"
DCLINT = ROOT / "node_modules" / ".bin" / "dclint"


def services() -> dict[str, dict[str, object]]:
    found: dict[str, dict[str, object]] = yaml.safe_load(COMPOSE.read_text(encoding="utf-8"))["services"]
    return found


def pinned(name: str) -> set[str]:
    return set(re.findall(r"^([a-z][\w.\-\[\]]*==[^ ;]+)", (ROOT / name).read_text(encoding="utf-8"), re.M))


def test_the_container_file_has_no_fault() -> None:
    linted = subprocess.run([Path(sys.executable).parent / "hadolint", ROOT / "Containerfile"], capture_output=True)
    assert linted.returncode == 0, linted.stdout.decode()


def test_the_compose_file_is_by_the_specification() -> None:
    if not DCLINT.exists():
        missing = "dclint is missing: make assets fetches it"
        if os.environ.get("CI"):
            pytest.fail(missing)
        pytest.skip(missing)
    linted = subprocess.run([DCLINT, "--max-warnings", "0", COMPOSE], capture_output=True, cwd=ROOT)
    assert linted.returncode == 0, linted.stdout.decode()


@pytest.mark.parametrize("service", ["prepare", "web", "worker"])
def test_a_service_runs_a_command_that_exists_without_rights_it_does_not_need(service: str) -> None:
    said = services()[service]
    name, *options = said["command"]  # type: ignore[misc]
    command = command_tree().commands[name]
    known = {option for parameter in command.params for option in parameter.opts}
    assert {option for option in options if option.startswith("--")} <= known
    assert (said["read_only"], said["cap_drop"]) == (True, ["ALL"])


def test_no_secret_stands_in_the_file_and_none_has_a_default() -> None:
    text = COMPOSE.read_text(encoding="utf-8")
    secrets = re.findall(r"^ +\S*(?:PASSWORD|SECRET|TOKEN)\S*: (.*)$", text, re.M)
    assert len(secrets) == 2
    assert all(re.fullmatch(r"\$\{HUIKUAN_DATABASE_PASSWORD:\?.+\}", secret) for secret in secrets)
    assert not re.search(r"://\w+:[^$@]+@", text)


def test_the_image_takes_what_was_tested() -> None:
    assert pinned("requirements-run.txt") < pinned("requirements.txt")
    user = re.findall(r"^USER (\S+)$", (ROOT / "Containerfile").read_text(encoding="utf-8"), re.M)
    assert user == ["10001:10001"]
