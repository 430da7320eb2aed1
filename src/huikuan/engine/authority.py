"""Who may agree to what: the authority table of concessions, by kind and amount (D-1005, R-235).

A concession gives something up or lets more be risked: a discount, a settlement for less, a write-off, a higher credit
limit. The table names the roles that have to agree, one after the other. The limits are our own round figures of late
2026, in CNY, unverified by any house; amounts of other currencies are compared by the rough rates of ``rates``.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import NamedTuple

from huikuan.engine.money import EXPONENTS
from huikuan.engine.rates import CNY_PPM

_MILLION = 1_000_000
_FEN = 100


class Band(NamedTuple):
    """Amounts through ``up_to_minor`` (CNY; None: all above) and the roles that agree to them, in their order."""

    up_to_minor: int | None
    roles: tuple[str, ...]


# [ours, unverified, 2026-11] Only the boss's word on write-offs is the manual's (S3d).
AUTHORITY: Mapping[str, tuple[Band, ...]] = {
    "discount": (
        Band(1_000 * _FEN, ("supervisor",)),
        Band(20_000 * _FEN, ("supervisor", "credit_manager")),
        Band(None, ("supervisor", "credit_manager", "boss")),
    ),
    "settlement": (
        Band(10_000 * _FEN, ("credit_manager",)),
        Band(100_000 * _FEN, ("credit_manager", "gm")),
        Band(None, ("credit_manager", "boss")),
    ),
    "write_off": (Band(None, ("credit_manager", "boss")),),
    "credit_limit": (
        Band(100_000 * _FEN, ("credit_manager",)),
        Band(500_000 * _FEN, ("credit_manager", "gm")),
        Band(None, ("credit_manager", "boss")),
    ),
}
CONCESSIONS = tuple(AUTHORITY)


def roles_agreeing(kind: str, amount_minor: int, currency: str) -> tuple[str, ...]:
    """Return the roles that have to agree to a concession, in their order; a limit belongs to the band below it.

    A currency without a rate goes the longest way. Raises: KeyError for a kind that the table does not have.
    """
    bands = AUTHORITY[kind]
    ppm = CNY_PPM.get(currency)
    if ppm is None:
        return bands[-1].roles
    # Compared as products, so that nothing is rounded: minor × ppm × 100 against limit × 10^exponent × 1,000,000.
    compared = amount_minor * ppm * _FEN
    scale = 10 ** EXPONENTS[currency] * _MILLION
    fits = (band.roles for band in bands if band.up_to_minor is None or compared <= band.up_to_minor * scale)
    return next(fits)
