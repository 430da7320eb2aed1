"""What both ladders ask for on every boundary day when nothing was ever done: rung, step, also, action, role, approval.

Worked out by hand from policies.md for an invoice whose days past due fall on the given number on a Wednesday.
"""

from __future__ import annotations

Boundary = tuple[str, str, tuple[str, ...], str, str, str]

NOTHING: Boundary = ("", "", (), "", "", "")
REMIND: Boundary = ("remind", "remind", (), "contact", "collector", "")
FOLLOW_1: Boundary = ("follow-1", "follow-1", (), "contact", "collector", "")
FOLLOW_2: Boundary = ("follow-2", "follow-2", (), "contact", "collector", "")
SUPERVISOR: Boundary = ("supervisor", "supervisor", (), "contact", "supervisor", "")
MANAGER: Boundary = ("manager", "manager", ("supervisor",), "escalate", "manager", "")
GM: Boundary = ("gm", "gm", ("manager", "supervisor"), "escalate", "gm", "")
WARNING = ("lock-warning", ("gm", "manager", "supervisor"), "contact", "manager", "")

STANDARD_BOUNDARIES: dict[int, Boundary] = {
    -9: NOTHING,
    -8: NOTHING,
    -7: REMIND,
    -6: REMIND,
    -1: REMIND,
    0: REMIND,
    1: FOLLOW_1,
    2: FOLLOW_1,
    7: FOLLOW_1,
    8: FOLLOW_2,
    14: FOLLOW_2,
    15: SUPERVISOR,
    16: SUPERVISOR,
    30: SUPERVISOR,
    31: MANAGER,
    60: MANAGER,
    61: GM,
    90: GM,
    91: ("lock", *WARNING),
    104: ("lock", *WARNING),
    105: ("letters", *WARNING),
    120: ("letters", *WARNING),
    365: ("letters", *WARNING),
    366: ("letters", *WARNING),
    730: ("letters", *WARNING),
    731: ("letters", *WARNING),
}

WITHIN: Boundary = ("within", "within", (), "contact", "collector", "")
NOTICE = ("payment-notice", (), "contact", "credit_supervisor", "")
SERIOUS: Boundary = ("serious", "serious", (), "propose", "credit_manager", "credit_manager")

CREDIT_BOUNDARIES: dict[int, Boundary] = {
    -9: NOTHING,
    -8: NOTHING,
    -7: WITHIN,
    -1: WITHIN,
    0: WITHIN,
    1: ("general", *NOTICE),
    10: ("general", *NOTICE),
    11: ("general", *NOTICE),
    15: ("general", *NOTICE),
    16: SERIOUS,
    30: SERIOUS,
    31: ("doubtful", *NOTICE),
    60: ("doubtful", *NOTICE),
    61: ("grave", *NOTICE),
    120: ("grave", *NOTICE),
    731: ("grave", *NOTICE),
}
