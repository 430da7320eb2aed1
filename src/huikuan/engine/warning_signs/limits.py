"""Thresholds of a sign as expressions over the cases' ``policy``: a policy may move each of them (D-701)."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import polars as pl

from huikuan.engine.ladder.document import Policy


@dataclass(frozen=True, slots=True)
class Limits:
    """One sign's thresholds: as shipped, and as the policies in use have moved them."""

    shipped: Mapping[str, int]
    moved: Mapping[str, Mapping[str, int]]  # by policy id

    @classmethod
    def of_sign(cls, sign: str, shipped: Mapping[str, int], policies: Mapping[str, Policy]) -> Limits:
        """Return the thresholds of a sign under these policies."""
        return cls(shipped, {name: policy.warning_thresholds.get(sign, {}) for name, policy in policies.items()})

    def __getitem__(self, name: str) -> pl.Expr:
        """Return the threshold of that name for each row; rows carry ``policy``."""
        values = {policy: moved.get(name, self.shipped[name]) for policy, moved in self.moved.items()}
        if set(values.values()) <= {self.shipped[name]}:
            return pl.lit(self.shipped[name], pl.Int64)
        return pl.col("policy").replace_strict(values, default=self.shipped[name], return_dtype=pl.Int64)

    @property
    def told(self) -> pl.Expr:
        """Return all thresholds of each row as ``days=10;documents=3``."""
        parts = [pl.concat_str(pl.lit(f"{name}="), self[name].cast(pl.String)) for name in self.shipped]
        return pl.concat_str(*parts, separator=";") if parts else pl.lit("")
