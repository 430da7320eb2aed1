"""Every rule that the code names is a rule, and the index of rules is current."""

from __future__ import annotations

import re
import sys
from collections import Counter

import pytest

from tests.house.house_tree import ROOT, SOURCE, assert_none, modules, shown, text_of

sys.path.insert(0, str(ROOT / "tools"))
import rule_index

SPECIFICATION = ROOT.parent / "shared" / "spec"


def test_every_rule_id_named_in_the_code_exists() -> None:
    known = rule_index.known_rules()
    findings = [
        f"{shown(path)}  {rule}"
        for path in [*modules("src", "tests", "bench"), *SOURCE.rglob("*.yaml")]
        for rule in sorted(set(rule_index.RULE_ID.findall(text_of(path))) - known)
    ]
    assert_none(findings, "no such rule in docs/domain/rules.md or docs/decisions:")


def test_no_number_of_ours_stands_for_two_rules() -> None:
    page = (ROOT / "docs" / "decisions" / "0001-how-we-read-the-contract.md").read_text(encoding="utf-8")
    counted = Counter(re.findall(r"^- \*\*(R-\d+)", page, re.M))
    assert_none([rule for rule, times in counted.items() if times > 1], "give one of the two the next free number:")


def test_the_index_of_rules_is_current() -> None:
    page = rule_index.PAGE.read_text(encoding="utf-8")
    assert page == rule_index.renewed(page), "docs/domain/rules.md is out of date; run: make docs"


def test_the_index_lists_the_rules_of_the_specification() -> None:
    if not SPECIFICATION.is_dir():
        pytest.skip("the specification does not stand beside this checkout")
    text = (SPECIFICATION / "domain.md").read_text(encoding="utf-8")
    text += (SPECIFICATION / "policies.md").read_text(encoding="utf-8")
    defined = set(re.findall(r"^- (D-\d+)", text, re.M)) | set(re.findall(r"^## (P-\d)", text, re.M))
    listed = {rule for rule in rule_index.known_rules() if not rule.startswith("R-")}
    assert sorted(defined - listed) == []
    assert sorted(listed - set(rule_index.RULE_ID.findall(text))) == []
