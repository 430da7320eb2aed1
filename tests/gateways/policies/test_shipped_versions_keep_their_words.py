"""A shipped document that changes a word raises its version (R-225): a house may have the old words on record.

A failure here asks for two things: raise ``version`` in the document, and write the new digest beside it.
"""

from __future__ import annotations

import hashlib

import pytest

from huikuan.gateways.policies import CYCLE_PRESET, PRESETS, preset_cycle, preset_policies, preset_text

# document, version, the first digits of the SHA-256 of its text
SHIPPED = [
    ("b2b-standard", 1, "755d4a7fde1c3e91"),
    ("credit-15-30-60", 1, "b225c6af07c6630f"),
    ("remind-1", 1, "5915e23e6dae1275"),
    ("remind-2", 1, "8fad0886ce2f8c08"),
    ("remind-3", 1, "6f68a30f9a135e10"),
    ("school", 1, "06fe007deeecc2ea"),
    ("card-agency", 2, "116df8a40322e84c"),
    ("grace-by-credit", 1, "3e79532422b4b341"),
    ("debt-recovery", 1, "0ff59ee5940d17ff"),
    ("statement-cycle", 1, "183c6d8da84fea2f"),
]


@pytest.mark.parametrize(("name", "version", "digest"), SHIPPED)
def test_a_version_stands_for_its_words(name: str, version: int, digest: str) -> None:
    document = preset_cycle() if name == CYCLE_PRESET else preset_policies()[name]
    words = hashlib.sha256(preset_text(name).encode()).hexdigest()
    assert (document.version, words[: len(digest)]) == (version, digest)


def test_every_shipped_document_is_held() -> None:
    assert [name for name, _version, _digest in SHIPPED] == [*PRESETS, CYCLE_PRESET]
