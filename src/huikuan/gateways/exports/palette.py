"""The house colours (UI.md 4), for workbook and report alike."""

from __future__ import annotations

INK, SECOND = "#1b2430", "#465160"
PAGE, HAIRLINE = "#f6f7f9", "#e2e6eb"
ACCENT = "#1661ab"
RED, AMBER, GREEN, VIOLET = (
    ("#b3261e", "#fcedeb"),
    ("#8a5300", "#fdf2de"),
    ("#17704f", "#e6f4ed"),
    ("#5e3f91", "#f0ebf8"),
)
AGEING_RAMP = {
    "not_due": "#c3cfdb",
    "1-30": "#f2d9a6",
    "31-60": "#e9b567",
    "61-90": "#db8a45",
    "91-180": "#b9522c",
    "181-365": "#9b3427",
    "over-365": "#661d1c",
}
WHITE_LABELS = ("91-180", "181-365", "over-365")  # label text turns white from 91 days on
# from which overdue day a colour of the ramp holds
RAMP_DAYS = ((1, 30, "1-30"), (31, 60, "31-60"), (61, 90, "61-90"), (91, 180, "91-180"), (181, 365, "181-365"))
REASON_TONES = {
    "promise_broken": RED,
    "promise_partly_kept": RED,
    "bill_refused": RED,
    "promise_due": AMBER,
    "verify_payment": AMBER,
    "approval_needed": VIOLET,
    "notice_missing": VIOLET,
}
PROMISE_TONES = {"open": AMBER, "kept": GREEN, "partly": AMBER, "broken": RED}
ALERT_TONES = {"serious": RED, "watch": AMBER}
SEVERITY_TONES = {"error": RED, "warning": AMBER}


def ramp_colour(overdue_days: int) -> str:
    """Return the ageing colour of a count of days past due."""
    if overdue_days <= 0:
        return AGEING_RAMP["not_due"]
    bucket = next((name for first, last, name in RAMP_DAYS if first <= overdue_days <= last), "over-365")
    return AGEING_RAMP[bucket]
