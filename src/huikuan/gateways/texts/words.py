"""One language, ready to use: ``words("zh").money(123450, "CNY")`` is ``1,234.50``.

Exact money in tables, short money (万, 亿; K, M) in headlines and charts (UI.md 3). Columns of a table are rendered as
columns; the scalar methods are for the few figures between them.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from decimal import ROUND_HALF_UP, Decimal
from functools import cache

import polars as pl

from huikuan.engine import codes
from huikuan.engine.ladder.document import Policy, When
from huikuan.engine.money import decimal_amount
from huikuan.gateways.texts.catalogue import Language, catalogue
from huikuan.gateways.texts.columns import DASH, MINUS
from huikuan.gateways.texts.cycle_words import CYCLE_SENTENCES, CYCLE_TAGS, STATE_WORDS
from huikuan.gateways.texts.judgement_words import (
    CHECK_WORDS,
    EVIDENCE_SENTENCES,
    EVIDENCE_TAGS,
    GAP_SENTENCES,
    INTENT_WORDS,
    TACTIC_SENTENCES,
    WORDING_SENTENCES,
    WORDING_WORDS,
)
from huikuan.gateways.texts.problem_words import problem_templates
from huikuan.gateways.texts.reason_words import LANE_WORDS, POINT_WORDS, REASON_SENTENCES, REASON_TAGS, UPCOMING
from huikuan.gateways.texts.sentences import Style, numbered_sentences, sentences_by_code, sentences_joined
from huikuan.gateways.texts.sign_words import (
    EFFECT_WORDS,
    SEVERITY_WORDS,
    SIGN_EVIDENCE,
    SIGN_NOTES,
    SIGN_RULES,
    SIGN_WORDS,
)
from huikuan.gateways.texts.simulation_words import BAND_WORDS, MEASURE_WORDS, MOVE_WORDS
from huikuan.gateways.texts.slot_words import CALL_TIMES_WORDS, DAY_PART_WORDS, SHORT_WEEKDAY_WORDS, SLOT_SENTENCES
from huikuan.gateways.texts.source_words import source_text
from huikuan.gateways.texts.step_words import STEP_WORDS, LadderWords, ladder_words
from huikuan.gateways.texts.when_words import when_text

CODE_LISTS: Mapping[str, codes.CodeList] = {
    "action": codes.ACTIONS,
    "bucket": codes.BUCKETS,
    # A suspicion is told as one; the bare word of the list would be a verdict.
    "cause": {**codes.CAUSES, "deliberate": ("似乎有意不付，请核实", "on purpose, it seems; please check")},
    "channel": codes.CHANNELS,
    "debt_class": codes.DEBT_CLASSES,
    "debtor_type": codes.DEBTOR_TYPES,
    "difference_reason": codes.DIFFERENCE_REASONS,
    "dispute_reason": codes.DISPUTE_REASONS,
    "dispute_resolution": codes.DISPUTE_RESOLUTIONS,
    "contact_role": codes.CONTACT_ROLES,
    "ability": codes.ABILITIES,
    "willingness": codes.WILLINGNESSES,
    "talk_tone": codes.TONES,
    "follow_up": codes.FOLLOW_UP_KINDS,
    "kind": codes.RECEIVABLE_KINDS,
    "method": codes.METHODS,
    "outcome": codes.OUTCOMES,
    "promise_state": codes.PROMISE_STATES,
    "role": codes.ROLES,
    "segment": codes.SEGMENTS,
    "status": codes.STATUSES,
    "skip_reason": codes.SKIP_REASONS,
    "weekday": codes.WEEKDAYS,
}
CATALOGUE_LISTS: Mapping[str, Mapping[str, str]] = {
    "band": BAND_WORDS,
    "cycle_reason": CYCLE_TAGS,
    "cycle_state": STATE_WORDS,
    "check": CHECK_WORDS,
    "evidence": EVIDENCE_TAGS,
    "gap": GAP_SENTENCES,
    "intent": INTENT_WORDS,
    "call_times": CALL_TIMES_WORDS,
    "day_part": DAY_PART_WORDS,
    "lane": LANE_WORDS,
    "measure": MEASURE_WORDS,
    "move": MOVE_WORDS,
    "points": POINT_WORDS,
    "effect": EFFECT_WORDS,
    "reason": REASON_TAGS,
    "severity": SEVERITY_WORDS,
    "sign": SIGN_WORDS,
    "short_weekday": SHORT_WEEKDAY_WORDS,
    "step": STEP_WORDS,
    "tactic": TACTIC_SENTENCES,
    "tone": WORDING_SENTENCES,
    "wording": WORDING_WORDS,
}
_MONTHS = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")
_SHORT_UNITS: Mapping[Language, tuple[tuple[int, str], ...]] = {
    "zh": ((100_000_000, " 亿"), (10_000, " 万")),
    "en": ((1_000_000_000, "B"), (1_000_000, "M"), (1_000, "K")),
}


@dataclass(frozen=True, slots=True)
class Words:
    """Everything that is said to a person, in one language."""

    lang: Language

    def text(self, msgid: str, /, **facts: object) -> str:
        """Return the sentence in this language, its ``{placeholders}`` filled."""
        translated = catalogue(self.lang).gettext(msgid)
        return translated.format(**facts) if facts else translated

    def count(self, one: str, many: str, n: int) -> str:
        """Return ``3 customers``, ``1 customer``; both msgids hold ``{n}``."""
        return catalogue(self.lang).ngettext(one, many, n).format(n=f"{n:,}")

    def days(self, n: int) -> str:
        """Return ``34 天``, ``34 days``, ``1 day``; the size only."""
        return self.count("{n} day", "{n} days", abs(n))

    def money(self, minor: int, currency: str) -> str:
        """Return the exact amount: separators, the currency's decimals, a true minus."""
        amount = f"{abs(decimal_amount(minor, currency)):,f}"
        return f"{MINUS}{amount}" if minor < 0 else amount

    def money_short(self, minor: int, currency: str) -> str:
        """Return the amount as headlines show it: one decimal in 万 or 亿, in K, M or B; small amounts exact."""
        amount = abs(decimal_amount(minor, currency))
        for unit, word in _SHORT_UNITS[self.lang]:
            if amount >= unit:
                shown = (amount / unit).quantize(Decimal("0.1"), ROUND_HALF_UP)
                return f"{MINUS if minor < 0 else ''}{shown:,f}{word}"
        return self.money(minor, currency)

    def priced_short(self, minor: int, currency: str) -> str:
        """Return a short amount with its unit: ``372.0 万元``, ``USD 1.2M``."""
        short = self.money_short(minor, currency)
        if self.lang == "zh" and currency == "CNY":
            return f"{short}元" if short[-1] in "万亿" else f"{short} 元"
        return f"{currency} {short}"

    def day(self, day: date | None, as_of: date) -> str:
        """Return ``11-20`` or ``20 Nov`` within the year of ``as_of``, with the year outside it."""
        if day is None:
            return DASH
        if self.lang == "zh":
            return day.strftime("%m-%d" if day.year == as_of.year else "%Y-%m-%d")
        return self.day_full(day) if day.year != as_of.year else f"{day.day} {_MONTHS[day.month - 1]}"

    def day_full(self, day: date) -> str:
        """Return the date as paper needs it: ``2026-11-20``, ``20 Nov 2026``."""
        return day.isoformat() if self.lang == "zh" else f"{day.day} {_MONTHS[day.month - 1]} {day.year}"

    def percent(self, part: float, whole: float) -> str:
        """Return ``39.4%``; a dash when there is no whole."""
        if not whole:
            return DASH
        shown = f"{abs(part / whole):.1%}"
        return f"{MINUS}{shown}" if part * whole < 0 and shown != "0.0%" else shown

    def currency(self, code: str) -> str:
        """Return the unit of a column head: 元 for CNY in Chinese, else the code."""
        return "元" if self.lang == "zh" and code == "CNY" else code

    def code(self, code_list: str, code: str | None) -> str:
        """Return the word for a code; a code that a company added stands for itself, none is empty."""
        return self.code_words(code_list).get(code or "", code or "")

    def title(self, code_list: str, code: str | None) -> str:
        """Return the word for a code where it stands alone, with a capital in English."""
        word = self.code(code_list, code)
        return word[:1].upper() + word[1:]

    def titles(self, code_list: str) -> Mapping[str, str]:
        """Return code → word of a list, each as ``title`` gives it."""
        return {code: self.title(code_list, code) for code in self.code_words(code_list)}

    def code_words(self, code_list: str) -> Mapping[str, str]:
        """Return code → word of a list of ``CODE_LISTS`` or ``CATALOGUE_LISTS``."""
        if code_list in CATALOGUE_LISTS:
            return {code: self.text(msgid) for code, msgid in CATALOGUE_LISTS[code_list].items()}
        place = ("zh", "en").index(self.lang)
        return {code: pair[place] for code, pair in CODE_LISTS[code_list].items()}

    def when(self, when: When) -> str:
        """Return what a rung or a step begins on: ``day 7 after the due date``."""
        return when_text(when, self)

    def source(self, source: str) -> str:
        """Return where a manual says something: ``S3l; day [ours]``."""
        return source_text(source, self)

    def ladder(self, policies: Iterable[Policy]) -> LadderWords:
        """Return the words for the steps and rungs of the policies in use, and for the steps outside every ladder."""
        named = ladder_words(policies, self.lang)
        return LadderWords({**self.code_words("step"), **named.steps}, named.rungs)

    def style(self, as_of: date, policies: Iterable[Policy] = ()) -> Style:
        """Return what templates need beside the row they are filled from."""
        ladder = self.ladder(policies)
        named = ("call_times", "channel", "role", "sign", "status", "weekday")
        lists = {name: self.code_words(name) for name in named}
        lists |= {"step": ladder.steps, "rung": ladder.rungs}
        return Style(self.lang, as_of, lists, upcoming=self.text(UPCOMING))

    def reason_sentences(self, worklist: pl.DataFrame, as_of: date, policies: Iterable[Policy]) -> pl.Series:
        """Return, for each row of the worklist, all its reasons as sentences, most telling first."""
        templates = {code: self.text(msgid) for code, msgid in REASON_SENTENCES.items()}
        style = self.style(as_of, policies)
        return sentences_joined(worklist, codes="reasons", templates=templates, style=style)

    def cycle_sentences(self, cycle: pl.DataFrame, as_of: date) -> pl.Series:
        """Return, for each row of the statement cycle, its reasons as sentences."""
        templates = {code: self.text(msgid) for code, msgid in CYCLE_SENTENCES.items()}
        return sentences_joined(cycle, codes="reasons", templates=templates, style=self.style(as_of))

    def slot_sentences(self, worklist: pl.DataFrame, as_of: date, policies: Iterable[Policy]) -> pl.Series:
        """Return, for each row of the worklist, why its slot is the best to call; empty where nobody is called."""
        templates = {code: self.text(msgid) for code, msgid in SLOT_SENTENCES.items()}
        return sentences_joined(
            worklist, codes="best_slot_reason", templates=templates, style=self.style(as_of, policies)
        )

    def alert_sentences(self, alerts: pl.DataFrame, as_of: date) -> pl.DataFrame:
        """Return alerts (engine.outcome.ALERTS) with ``evidence_text``, ``threshold_text``, ``false_alarm_text``."""
        evidence = {sign: self.text(msgid) for sign, msgid in SIGN_EVIDENCE.items()}
        rules = [
            (sign, threshold, self.text(SIGN_RULES[sign], **_named_values(threshold)))
            for sign, threshold in alerts.select("sign", "threshold").unique().iter_rows()
        ]
        columns = dict.fromkeys(("sign", "threshold", "threshold_text"), pl.String)
        told = pl.DataFrame(rules, schema=columns, orient="row")
        notes = {sign: self.text(msgid) for sign, msgid in SIGN_NOTES.items()}
        return alerts.join(told, on=["sign", "threshold"], how="left", maintain_order="left").with_columns(
            evidence_text=sentences_by_code(alerts, codes="sign", templates=evidence, style=self.style(as_of)),
            false_alarm_text=pl.col("sign").replace(notes),
        )

    def evidence_sentences(self, worklist: pl.DataFrame, as_of: date) -> pl.Series:
        """Return, for each row of the worklist, what its judgement rests on."""
        templates = {code: self.text(msgid) for code, msgid in EVIDENCE_SENTENCES.items()}
        return numbered_sentences(worklist, codes="evidence", templates=templates, style=self.style(as_of))

    def gap_sentences(self, worklist: pl.DataFrame, as_of: date) -> pl.Series:
        """Return, for each row of the worklist, what is not at hand for the contact."""
        templates = self.code_words("gap")
        return numbered_sentences(worklist, codes="readiness_gaps", templates=templates, style=self.style(as_of))

    def problem_sentences(self, problems: pl.DataFrame, as_of: date) -> pl.DataFrame:
        """Return the problems (engine.problems.PROBLEMS) with ``message`` and ``remedy`` in this language."""
        known = problem_templates()
        present = [code for code in problems["code"].unique().sort() if code in known]
        style = self.style(as_of)
        return problems.with_columns(
            sentences_by_code(
                problems, codes="code", templates={code: self.text(known[code][place]) for code in present}, style=style
            ).alias(name)
            for place, name in enumerate(("message", "remedy"))
        )


def _named_values(threshold: str) -> dict[str, str]:
    """Return ``{"days": "10"}`` of ``days=10``."""
    return dict(part.split("=", 1) for part in threshold.split(";") if part)


@cache
def words(lang: Language) -> Words:
    """Return the words of a language: ``zh`` or ``en``."""
    return Words(lang)
