"""The charts of a simulation as inline SVG: work per day of two policies, and cash per week with its intervals.

B is what is being judged: filled. A is the reference: grey lines. Amber says that somebody has too much to do.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from markupsafe import Markup

from huikuan.gateways.exports.charts import GRID_STEPS
from huikuan.gateways.exports.palette import ACCENT

PLOT_HEIGHT = 130
ROW_HEIGHT = 30
_GRID, _REFERENCE, _OVER, _TINT, _PALE = "#eef0f3", "#8a94a1", "#c77a1a", "#9fc0e2", "#d3d9e0"


@dataclass(frozen=True, slots=True)
class DayBar:
    """A day: what B and A ask for, whether it is over the limit, and what the tooltip says."""

    b: int
    a: int
    is_over: bool
    exact: str


@dataclass(frozen=True, slots=True)
class Band:
    """An amount with its interval, in minor units, and what the tooltip says."""

    low: int
    expected: int
    high: int
    exact: str


def day_bars(bars: Sequence[DayBar], *, top: int, limit: int | None, finding: str) -> Markup:
    """Return a bar a day for B under the step line of A; ``limit`` is drawn as a dashed line, ``top`` ends the axis."""
    return _svg(_day_bars(bars, top, limit), finding=finding, height=PLOT_HEIGHT + 2)


def _day_bars(bars: Sequence[DayBar], top: int, limit: int | None) -> Iterator[Markup]:
    def y_of(count: int) -> float:
        return 1 + PLOT_HEIGHT * (1 - count / top)

    for step in range(GRID_STEPS + 1):
        y = 1 + PLOT_HEIGHT * step / GRID_STEPS
        yield _line(0, 100, y=y, y_end=y, colour=_GRID if step < GRID_STEPS else _REFERENCE)
    column = 100 / max(len(bars), 1)
    before: float | None = None
    for number, bar in enumerate(bars):
        x, y = number * column, y_of(bar.a)
        yield Markup(
            '<g><title>{title}</title><rect x="{x:.3f}%" y="{y:.1f}" width="{w:.3f}%" height="{h:.1f}" '
            'fill="{fill}"/></g>'
        ).format(
            title=bar.exact,
            x=x + column * 0.18,
            y=y_of(bar.b),
            w=column * 0.64,
            h=1 + PLOT_HEIGHT - y_of(bar.b),
            fill=_OVER if bar.is_over else ACCENT,
        )
        if before is not None:
            yield _line(x, x, y=before, y_end=y, colour=_REFERENCE, width=1.5)
        yield _line(x, x + column, y=y, y_end=y, colour=_REFERENCE, width=1.5)
        before = y
    if limit is not None and limit <= top:
        yield Markup(
            '<line x1="0" x2="100%" y1="{y:.1f}" y2="{y:.1f}" stroke="#465160" stroke-dasharray="4 3"/>'
        ).format(y=y_of(limit))


def week_bands(weeks: Sequence[tuple[Band, Band]], *, top: int, finding: str) -> Markup:
    """Return for each week the interval of B over that of A, with a mark at what is expected; ``top`` ends the axis."""
    height = ROW_HEIGHT * max(len(weeks), 1)
    return _svg(_week_bands(weeks, top, height), finding=finding, height=height)


def _week_bands(weeks: Sequence[tuple[Band, Band]], top: int, height: int) -> Iterator[Markup]:
    for step in range(GRID_STEPS + 1):
        x = 100 * step / GRID_STEPS
        yield _line(x, x, y=0, y_end=height, colour=_GRID if step else _REFERENCE)
    for number, (a, b) in enumerate(weeks):
        start = number * ROW_HEIGHT
        yield _band(b, y=start + 5, thick=9, fill=_TINT, mark=ACCENT, top=top)
        yield _band(a, y=start + 17, thick=7, fill=_PALE, mark=_REFERENCE, top=top)


def _band(band: Band, *, y: float, thick: float, fill: str, mark: str, top: int) -> Markup:
    def share(minor: int) -> float:
        return 100 * minor / top

    return Markup(
        '<g><title>{title}</title><rect x="{x:.3f}%" y="{y}" width="{w:.3f}%" height="{h}" rx="2" fill="{fill}"/>'
        '<line x1="{m:.3f}%" x2="{m:.3f}%" y1="{y}" y2="{y_end}" stroke="{mark}" stroke-width="3"/></g>'
    ).format(
        title=band.exact,
        x=share(band.low),
        y=y,
        w=share(band.high - band.low),
        h=thick,
        fill=fill,
        m=share(band.expected),
        y_end=y + thick,
        mark=mark,
    )


def _line(x: float, x_end: float, *, y: float, y_end: float, colour: str, width: float = 1) -> Markup:
    return Markup(
        '<line x1="{x:.3f}%" x2="{x_end:.3f}%" y1="{y:.1f}" y2="{y_end:.1f}" stroke="{colour}" stroke-width="{width}"/>'
    ).format(x=x, x_end=x_end, y=y, y_end=y_end, colour=colour, width=width)


def _svg(parts: Iterator[Markup], *, finding: str, height: int) -> Markup:
    return Markup('<svg role="img" aria-label="{finding}" width="100%" height="{height}">{parts}</svg>').format(
        finding=finding, height=height, parts=Markup("").join(parts)
    )
