"""``warning_signs`` of a policy document: moved thresholds, signs turned off, mistakes named with their line."""

from __future__ import annotations

from huikuan.gateways.policies import preset_text
from huikuan.gateways.policies.reading import policy_from_text


def with_signs(entry: str) -> str:
    return preset_text("b2b-standard") + f"\nwarning_signs: {entry}\n"


def test_thresholds_are_moved_and_signs_turned_off() -> None:
    policy, problems = policy_from_text(with_signs("{slower_payment: {days: 15, documents: 2}, orders_jump: off}"))

    assert problems == []
    assert policy is not None
    assert policy.warning_thresholds == {"slower_payment": {"days": 15, "documents": 2}}
    assert policy.warnings_off == ("orders_jump",)


def test_without_the_entry_the_shipped_thresholds_hold() -> None:
    policy, _problems = policy_from_text(preset_text("b2b-standard"))

    assert policy is not None
    assert (policy.warning_thresholds, policy.warnings_off) == ({}, ())


def mistakes(entry: str) -> list[tuple[str, str, str]]:
    policy, problems = policy_from_text(with_signs(entry))
    assert policy is None
    return [(problem.code, problem.where, problem.value) for problem in problems]


def test_a_sign_or_a_threshold_that_does_not_exist_is_named() -> None:
    assert mistakes("{slow_payment: off}") == [("unknown_key", "warning_signs", "slow_payment")]
    assert mistakes("{slower_payment: {day: 15}}") == [
        ("unknown_key", "slower_payment", "day"),
    ]
    assert mistakes("{account_closed: {days: 15}}") == [("unknown_key", "account_closed", "days")]


def test_a_threshold_is_a_whole_number() -> None:
    assert mistakes("{slower_payment: {days: ten}}") == [("not_a_number", "slower_payment days", "ten")]
    assert mistakes("{slower_payment: 15}") == [("not_a_map", "slower_payment", "")]


def test_a_warning_halves_the_rhythm_only_where_a_policy_says_so() -> None:
    halved, problems = policy_from_text(preset_text("b2b-standard") + "\non_warning: {cadence: half}\n")
    usual, _none = policy_from_text(preset_text("b2b-standard"))
    wrong, mistake = policy_from_text(preset_text("b2b-standard") + "\non_warning: {cadence: third}\n")

    assert problems == []
    assert halved is not None
    assert usual is not None
    assert (halved.halves_on_warning, usual.halves_on_warning) == (True, False)
    assert wrong is None
    assert [(problem.code, problem.value) for problem in mistake] == [("not_a_choice", "third")]
