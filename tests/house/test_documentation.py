"""Documentation is tested: what it names exists, and what exists is documented."""

from __future__ import annotations

import ast
import re
from pathlib import Path

import pytest

from huikuan.cli.app import command_tree
from tests.house.house_tree import ROOT, assert_none, modules, parsed, shown

DOCUMENTS = sorted([*ROOT.glob("*.md"), *(ROOT / "docs").rglob("*.md")])
READMES = ("README.md", "README.zh-CN.md")


def test_every_public_function_and_class_has_a_docstring() -> None:
    findings = []
    for path in modules():
        tree = parsed(path)
        if not ast.get_docstring(tree) and tree.body:
            findings.append(f"{shown(path)}  the module itself")
        for node in tree.body:
            public = isinstance(node, ast.FunctionDef | ast.ClassDef) and not node.name.startswith("_")
            if public and not ast.get_docstring(node):
                findings.append(f"{shown(path)}:{node.lineno}  {node.name}")
    assert_none(findings, "one sentence that adds to the name:")


def _made_targets() -> set[str]:
    return set(re.findall(r"^([a-z]+):", (ROOT / "Makefile").read_text(encoding="utf-8"), re.M))


@pytest.mark.parametrize("document", DOCUMENTS, ids=shown)
def test_every_make_command_in_a_document_exists(document: Path) -> None:
    named = set(re.findall(r"(?:^|`|\$ )make ([a-z]+)", document.read_text(encoding="utf-8"), re.M))
    assert_none(sorted(named - _made_targets()), f"{shown(document)} names make commands the Makefile lacks:")


@pytest.mark.parametrize("document", DOCUMENTS, ids=shown)
def test_every_huikuan_command_in_a_document_exists_with_its_options(document: Path) -> None:
    findings = []
    for line in re.findall(r"(?:^|`|\$ )huikuan ([a-z][^`\n]*)", document.read_text(encoding="utf-8"), re.M):
        command, path = command_tree(), "huikuan"
        words = line.split("#")[0].split()
        while words and words[0] in getattr(command, "commands", {}):
            path += f" {words[0]}"
            command = command.commands[words.pop(0)]  # type: ignore[attr-defined]
        if getattr(command, "commands", None):
            findings.append(f"huikuan {line}: no such command")
            continue
        known = {option for parameter in command.params for option in parameter.opts} | {"--help"}
        given = {word.split("=")[0].strip("[],;.") for word in words if word.lstrip("[").startswith("--")}
        findings += [f"{path}: no option {option}" for option in sorted(given - known)]
    assert_none(findings, f"{shown(document)} names what the command line lacks:")


@pytest.mark.parametrize("document", DOCUMENTS, ids=shown)
def test_every_link_inside_the_house_leads_somewhere(document: Path) -> None:
    targets = re.findall(r"\]\(([^)#\s]+)[^)]*\)", document.read_text(encoding="utf-8"))
    inside = [target for target in targets if "://" not in target and not target.startswith("mailto:")]
    findings = [target for target in inside if not (document.parent / target).exists()]
    assert_none(findings, f"{shown(document)} links to what is not there:")


def test_both_readmes_show_the_same_commands_and_pictures() -> None:
    def commands(name: str) -> list[str]:
        blocks = re.findall(r"```(?:sh)?\n(.*?)```", (ROOT / name).read_text(encoding="utf-8"), re.S)
        return [line.split("#")[0].strip() for block in blocks for line in block.splitlines() if line.strip()]

    def sections(name: str) -> int:
        return len(re.findall(r"^## ", (ROOT / name).read_text(encoding="utf-8"), re.M))

    english, chinese = READMES
    assert commands(english) == commands(chinese)
    assert sections(english) == sections(chinese)
    assert {"make demo", "make test"} <= set(commands(english))
