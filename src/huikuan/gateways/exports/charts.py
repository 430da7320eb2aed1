"""The report's charts as inline SVG: widths in percent, so that text keeps its size on every page.

A chart's title is its finding (UI.md 10); the sentence is chosen in ``report_figures``, the drawing here knows only
numbers and words. No scripts, no gradients; grey print keeps the order of the ramp.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from decimal import Decimal

from markupsafe import Markup

from huikuan.gateways.exports.palette import ACCENT, AGEING_RAMP, INK, WHITE_LABELS

BAR_HEIGHT = 30
PLOT_HEIGHT = 150
GRID_STEPS = 3
TREND_HEIGHT = 22
_GRID, _STEP, _BAR = "#eef0f3", "#8a94a1", "#c3cfdb"


@dataclass(frozen=True, slots=True)
class Segment:
    """A part of a stacked bar: its bucket, its amount, its label and the exact amount for the tooltip."""

    bucket: str
    minor: int
    label: str
    exact: str


@dataclass(frozen=True, slots=True)
class Bar:
    """A rung: what stopped here, what reached it or went beyond, both also as exact text."""

    stopped: int
    reached: int
    exact: str
    reached_exact: str


def stacked_bar(segments: Sequence[Segment], *, finding: str, height: int = BAR_HEIGHT) -> Markup:
    """Return the ageing as one bar; segments without money are left out, narrow ones go without a label."""
    whole = sum(segment.minor for segment in segments if segment.minor > 0)
    if not whole:
        return Markup("")
    return _svg(_segments(segments, whole, height), finding=finding, height=height)


def _segments(segments: Sequence[Segment], whole: int, height: int) -> Iterator[Markup]:
    start = 0.0
    for segment in segments:
        if segment.minor <= 0:
            continue
        width = 100 * segment.minor / whole
        ink = "#ffffff" if segment.bucket in WHITE_LABELS else INK
        yield Markup(
            '<g><title>{title}</title><rect x="{x:.3f}%" y="0" width="{w:.3f}%" height="{h}" fill="{fill}" '
            'stroke="#fff" stroke-width="1.5"/>'
        ).format(title=segment.exact, x=start, w=width, h=height, fill=AGEING_RAMP[segment.bucket])
        # a label needs about 16 % of a desktop card, and twice that on a phone
        if segment.label and width >= 14:
            size = "wide" if width >= 30 else "narrow"
            yield Markup(
                '<text class="{size}" x="{x:.3f}%" y="{y}" text-anchor="middle" fill="{ink}">{label}</text>'
            ).format(size=size, x=start + width / 2, y=height / 2 + 4, ink=ink, label=segment.label)
        yield Markup("</g>")
        start += width


def ladder_plot(bars: Sequence[Bar], *, top: int, finding: str) -> Markup:
    """Return bars of what stopped on each rung under the step line of what reached it; ``top`` is the axis end."""
    return _svg(_ladder(bars, top), finding=finding, height=PLOT_HEIGHT + 2)


def _ladder(bars: Sequence[Bar], top: int) -> Iterator[Markup]:
    def height_of(minor: int) -> float:
        return PLOT_HEIGHT * minor / top

    for step in range(GRID_STEPS + 1):
        y = 1 + PLOT_HEIGHT * step / GRID_STEPS
        yield Markup('<line x1="0" x2="100%" y1="{y:.1f}" y2="{y:.1f}" stroke="{colour}"/>').format(
            y=y, colour=_GRID if step < GRID_STEPS else _STEP
        )
    column = 100 / len(bars)
    before = None
    for number, bar in enumerate(bars):
        tall = height_of(bar.stopped)
        yield Markup(
            '<g><title>{title}</title><rect x="{x:.3f}%" y="{y:.1f}" width="{w:.3f}%" height="{h:.1f}" '
            'fill="{fill}"/></g>'
        ).format(
            title=bar.exact, x=(number + 0.22) * column, y=1 + PLOT_HEIGHT - tall, w=column * 0.56, h=tall, fill=ACCENT
        )
        y = 1 + PLOT_HEIGHT - height_of(bar.reached)
        x = number * column
        if before is not None:
            yield _line(x, before, x_end=x, y_end=y)
        yield Markup("<g><title>{title}</title>{line}</g>").format(
            title=bar.reached_exact, line=_line(x, y, x_end=x + column, y_end=y)
        )
        before = y


def _line(x: float, y: float, *, x_end: float, y_end: float) -> Markup:
    return Markup(
        '<line x1="{x:.3f}%" y1="{y:.1f}" x2="{x_end:.3f}%" y2="{y_end:.1f}" stroke="{colour}" stroke-width="1.5" '
        'stroke-linecap="square"/>'
    ).format(x=x, y=y, x_end=x_end, y_end=y_end, colour=_STEP)


def trend_bars(months: Sequence[tuple[str, Decimal | None]], *, finding: str) -> Markup:
    """Return one small bar a month, oldest first, the last one in the accent; a month without a value stays empty."""
    largest = max((abs(value) for _exact, value in months if value is not None), default=Decimal(0))
    return _svg(_trend(months, largest or Decimal(1)), finding=finding, height=TREND_HEIGHT)


def _trend(months: Sequence[tuple[str, Decimal | None]], largest: Decimal) -> Iterator[Markup]:
    column = 100 / len(months)
    for number, (exact, value) in enumerate(months):
        tall = 0 if value is None else max(1.0, float(TREND_HEIGHT * abs(value) / largest))
        yield Markup(
            '<g><title>{title}</title><rect x="{x:.3f}%" y="{y:.1f}" width="{w:.3f}%" height="{h:.1f}" '
            'fill="{fill}"/></g>'
        ).format(
            title=exact,
            x=(number + 0.15) * column,
            y=TREND_HEIGHT - tall,
            w=column * 0.7,
            h=tall,
            fill=ACCENT if number == len(months) - 1 else _BAR,
        )


def _svg(parts: Iterator[Markup], *, finding: str, height: int) -> Markup:
    return Markup('<svg role="img" aria-label="{finding}" width="100%" height="{height}">{parts}</svg>').format(
        finding=finding, height=height, parts=Markup("").join(parts)
    )


def axis_end(largest: Decimal) -> Decimal:
    """Return the round number at or above ``largest`` where a grid of three steps ends: 18, 30, 45 … x 10^k."""
    if largest <= 0:
        return Decimal(GRID_STEPS)
    power = Decimal(1).scaleb(largest.adjusted() - 1)
    for steps in (12, 15, 18, 21, 24, 30, 36, 45, 60, 75, 90, 120):
        if power * steps >= largest:
            return power * steps
    raise AssertionError(largest)
