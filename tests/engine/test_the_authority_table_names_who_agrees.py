"""D-1005, R-235: who agrees to a concession, by kind and amount; the boundary belongs to the lower band."""

from __future__ import annotations

import pytest

from huikuan.engine.authority import AUTHORITY, roles_agreeing
from huikuan.engine.codes import ROLES


@pytest.mark.parametrize(
    ("kind", "minor", "currency", "roles"),
    [
        ("discount", 1, "CNY", "supervisor"),
        ("discount", 100_000, "CNY", "supervisor"),
        ("discount", 100_001, "CNY", "supervisor credit_manager"),
        ("discount", 2_000_000, "CNY", "supervisor credit_manager"),
        ("discount", 2_000_001, "CNY", "supervisor credit_manager boss"),
        ("settlement", 1_000_000, "CNY", "credit_manager"),
        ("settlement", 1_000_001, "CNY", "credit_manager gm"),
        ("settlement", 10_000_001, "CNY", "credit_manager boss"),
        ("write_off", 1, "CNY", "credit_manager boss"),
        ("credit_limit", 50_000_000, "CNY", "credit_manager gm"),
        ("credit_limit", 50_000_001, "CNY", "credit_manager boss"),
        # 7.1 CNY to the dollar: 140.84 USD are 999.96 CNY, 140.85 are 1,000.04.
        ("discount", 14_084, "USD", "supervisor"),
        ("discount", 14_085, "USD", "supervisor credit_manager"),
        # No decimals: 21,276 JPY at 0.047 are 999.97 CNY; three decimals: 43.478 KWD at 23 are 999.99.
        ("discount", 21_276, "JPY", "supervisor"),
        ("discount", 21_277, "JPY", "supervisor credit_manager"),
        ("discount", 43_478, "KWD", "supervisor"),
        ("discount", 43_479, "KWD", "supervisor credit_manager"),
        # Without a rate the longest way.
        ("discount", 1, "XOF", "supervisor credit_manager boss"),
    ],
)
def test_who_agrees_follows_kind_and_amount(kind: str, minor: int, currency: str, roles: str) -> None:
    assert roles_agreeing(kind, minor, currency) == tuple(roles.split())


def test_every_kind_ends_in_a_band_without_a_limit_and_names_known_roles() -> None:
    for bands in AUTHORITY.values():
        limits = [band.up_to_minor for band in bands]
        assert limits[-1] is None
        assert limits[:-1] == sorted(limit for limit in limits if limit is not None)
        assert {role for band in bands for role in band.roles} <= set(ROLES)
