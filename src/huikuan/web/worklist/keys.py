"""The keys of the worklist, as they stand at its foot; each is a button that does the same."""

from __future__ import annotations

from collections.abc import Mapping

from huikuan.gateways.texts.catalogue import N_

KEYS: Mapping[str, str] = {
    "j": N_("down"),
    "k": N_("up"),
    "Enter": N_("open the row"),
    "c": N_("call"),
    "p": N_("promise"),
    "d": N_("dispute"),
    "x": N_("tick"),
    "w": N_("why this rank"),
    "?": N_("all keys"),
}
