"""The sample's customers and their contacts, drawn as columns; what decides their behaviour stays in ``Firms``."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import NamedTuple

import numpy as np
import numpy.typing as npt
import polars as pl

from huikuan.gateways.sample.days import HISTORY_DAYS, PAY_DAYS, Days, Flags, Floats, Ints
from huikuan.gateways.sample.habits import (
    DISPUTER,
    EXACT,
    GOING_BAD,
    GONE,
    HABITS,
    MONTH_END,
    SUPPLIED_AFTER_TURNING,
    turning_days,
)
from huikuan.gateways.sample.words import (
    COLLECTORS,
    CONTACT_ROLES,
    DECIMALS,
    FOREIGN_BRANDS,
    FOREIGN_TRADES,
    INVENTED_CITIES,
    MARKETS,
    MEN,
    PLACES,
    PUBLIC_BODIES,
    REPS,
    ROADS,
    SURNAMES,
    SYLLABLES,
    TRADES,
    WOMEN,
)

KEY, REGULAR, SMALL = range(3)
SEGMENTS = ("key", "regular", "small")
MEDIAN_FEN = np.array([11_000_000.0, 3_600_000.0, 780_000.0])
DOCUMENT_WEIGHT = np.array([2.6, 1.0, 0.45])
CURRENCIES = tuple(DECIMALS)
Texts = npt.NDArray[np.str_]


@dataclass(frozen=True)
class Firms:
    """One position per customer in every array; ``table`` has the contract's columns in the same order."""

    table: pl.DataFrame
    segment: Ints
    habit: Ints
    turned: Ints
    currency: Ints  # index into CURRENCIES
    term_days: Ints
    is_monthly: Flags
    pay_day: Ints
    since: Ints
    stopped: Ints
    weight: Floats
    parent: Ints  # -1: none
    is_paid_by_parent: Flags
    pays_with_bills: Flags
    by_terms: Flags  # its documents carry terms and no due date

    @property
    def count(self) -> int:
        """Number of customers."""
        return len(self.habit)

    def is_cast(self) -> Flags:
        """Tell which customers are played by hand (``cast``), so that chance keeps off them."""
        found: Flags = self.habit == EXACT
        return found


def draw_firms(rng: np.random.Generator, days: Days, *, count: int, cast: int, alone: Sequence[int] = ()) -> Firms:
    """Draw ``count`` customers; the first ``cast`` of them are left plain, prompt and domestic.

    ``alone``: positions of the cast for which no documents are to be drawn.
    """
    plain = np.arange(count) < cast
    segment = rng.choice(3, count, p=[0.12, 0.53, 0.35])
    habit = np.where(plain, EXACT, rng.choice(len(HABITS), count, p=[habit.share for habit in HABITS.values()]))
    abroad = (rng.random(count) < 0.07) & ~plain
    market = rng.integers(0, len(MARKETS), count)
    currency = np.where(abroad, np.array([CURRENCIES.index(each.currency) for each in MARKETS])[market], 0)
    segment = np.where(abroad | plain, REGULAR, segment)
    is_monthly = (rng.random(count) < np.array([0.85, 0.55, 0.15])[segment]) & ~abroad & ~plain
    term_days = np.where(plain, 45, _term_days(rng, segment=segment, is_monthly=is_monthly))
    turned = turning_days(rng, habit)
    supplied = np.array([SUPPLIED_AFTER_TURNING.get(each, HISTORY_DAYS) for each in range(8)])
    newcomer = (rng.random(count) < 0.10) & (turned > HISTORY_DAYS) & ~plain
    since = np.where(newcomer, rng.integers(0, 600, count), 0)
    pay_day = np.where(habit == MONTH_END, rng.integers(5, PAY_DAYS, count), rng.integers(0, PAY_DAYS - 1, count))
    parent = _parents(rng, count=count, free=~abroad & ~plain)
    weight = np.where(np.isin(np.arange(count), list(alone)), 0.0, _weights(rng, segment, habit))
    public = (rng.random(count) < 0.03) & ~abroad & ~plain
    place = rng.integers(0, len(PLACES), count)
    table = pl.DataFrame(
        {
            "customer_id": _codes(count),
            **_names(rng, abroad=abroad, public=public, market=market, place=place),
            **_standing(rng, days, Nature(segment, habit, turned, since, abroad, public)),
        }
    ).with_columns(
        terms=pl.Series(np.where(is_monthly, _prefixed("月结", term_days), _prefixed("net ", term_days))),
        parent_id=pl.Series([f"C{at + 1:05d}" if at >= 0 else "" for at in parent]),
    )
    return Firms(
        table=table,
        segment=segment,
        habit=habit,
        turned=turned,
        currency=currency,
        term_days=term_days,
        is_monthly=is_monthly,
        pay_day=np.where(plain, 2, pay_day),
        since=since,
        stopped=np.where(turned < HISTORY_DAYS, turned + supplied[habit], HISTORY_DAYS + 12),
        weight=weight,
        parent=parent,
        is_paid_by_parent=(parent >= 0) & (rng.random(count) < 0.5),
        pays_with_bills=(rng.random(count) < 0.14) & ~abroad & ~plain & (segment != SMALL),
        by_terms=(rng.random(count) < 0.18) & ~plain,
    )


def _weights(rng: np.random.Generator, segment: Ints, habit: Ints) -> Floats:
    """Return how much of the trade each customer is."""
    weight = DOCUMENT_WEIGHT[segment] * rng.gamma(3.0, 1 / 3, len(segment))
    share = np.select([habit == GONE, habit == GOING_BAD, habit == EXACT], [0.5, 0.8, 0.5], default=1.0)
    return np.asarray(weight * share, dtype=np.float64)


def _codes(count: int) -> pl.Series:
    return ("C" + pl.Series(np.arange(1, count + 1)).cast(pl.String).str.zfill(5)).alias("customer_id")


def _prefixed(prefix: str, numbers: Ints) -> Texts:
    return np.char.add(prefix, numbers.astype(np.str_))


def _term_days(rng: np.random.Generator, *, segment: Ints, is_monthly: Flags) -> Ints:
    count = len(segment)
    monthly = rng.choice([30, 45, 60], count, p=[0.7, 0.15, 0.15])
    net = rng.choice([30, 45, 60], count, p=[0.65, 0.22, 0.13])
    short = rng.choice([7, 15, 30], count, p=[0.2, 0.4, 0.4])
    chosen: Ints = np.select([is_monthly, segment == SMALL], [monthly, short], default=net)
    return chosen


def _parents(rng: np.random.Generator, *, count: int, free: Flags) -> Ints:
    """Put about one customer in twelve under the free customer drawn for it; a parent has no parent itself."""
    parent = np.full(count, -1)
    candidates = np.flatnonzero(free)
    if len(candidates) < 12:
        return parent
    heads = candidates[:: max(2, len(candidates) // max(1, count // 40))]
    children = np.setdiff1d(candidates[rng.random(len(candidates)) < 0.08], heads)
    parent[children] = rng.choice(heads, len(children))
    return parent


def _names(
    rng: np.random.Generator, *, abroad: Flags, public: Flags, market: Ints, place: Ints
) -> dict[str, pl.Series]:
    count = len(abroad)
    syllables = len(SYLLABLES)
    brands = syllables * (syllables - 1)
    mixed = (np.arange(count) * 7919 + int(rng.integers(0, brands * len(TRADES)))) % (brands * len(TRADES))
    brand, trade = mixed % brands, mixed // brands
    first, second = brand // (syllables - 1), brand % (syllables - 1)
    second = second + (second >= first)
    sign = np.array([chinese for chinese, _ in SYLLABLES])
    sound = np.array([pinyin for _, pinyin in SYLLABLES])
    marks = np.char.add(sign[first], sign[second])
    form = rng.choice(
        np.array(["有限公司", "实业有限公司", "科技有限公司", "股份有限公司"]), count, p=[0.8, 0.09, 0.09, 0.02]
    )
    city = np.array([each.name for each in PLACES])[place]
    trade_zh = np.array([name for name, _ in TRADES])[trade]
    chinese = _joined(city, marks, trade_zh, form)
    body = _joined(rng.choice(np.array(INVENTED_CITIES), count), rng.choice(np.array(PUBLIC_BODIES), count))
    number = np.arange(1, count + 1).astype(np.str_)
    brand_abroad, foreign = _foreign_names(abroad, market)
    house = rng.integers(1, 900, count).astype(np.str_)
    street = _joined(city, "市", rng.choice(np.array(ROADS), count), house, "号")
    region = np.where(abroad, np.array([each.region for each in MARKETS])[market], city)
    jitter = rng.normal(0, 0.08, (2, count))
    lat = np.array([each.lat for each in PLACES])[place] + jitter[0]
    lon = np.array([each.lon for each in PLACES])[place] + jitter[1]
    home = pl.Series(~abroad)
    names = np.where(abroad, foreign, np.where(public, _joined(body, "（", number, "）"), chinese))
    return {
        "name": pl.Series(names),
        "short_name": pl.Series(np.where(abroad, brand_abroad, np.where(public, body, _joined(city, marks)))),
        "industry": pl.Series(np.where(public, "public", np.array([industry for _, industry in TRADES])[trade])),
        "region": pl.Series(region),
        "address": pl.Series(np.where(abroad, region, street)),
        "lat": pl.DataFrame({"at": lat.round(4), "home": home}).select(pl.when("home").then("at"))["at"],
        "lon": pl.DataFrame({"at": lon.round(4), "home": home}).select(pl.when("home").then("at"))["at"],
        "tax_id": pl.Series(np.where(abroad, "", _joined("91000000MA", np.char.zfill(number, 8)))),
        "domain": pl.Series(np.where(abroad, _joined("ap", number), _joined(sound[first], sound[second], number))),
        "telephone": pl.Series(
            np.where(
                abroad,
                np.array([each.telephone for each in MARKETS])[market],
                _joined(np.array([each.telephone for each in PLACES])[place], "-5550"),
            )
        ),
    }


def _foreign_names(abroad: Flags, market: Ints) -> tuple[Texts, Texts]:
    """Return a brand and a company name for everybody; those abroad get different ones in turn."""
    serial = np.maximum(np.cumsum(abroad) - 1, 0)
    brand_abroad = np.array(FOREIGN_BRANDS)[serial % len(FOREIGN_BRANDS)]
    series, trade_at = np.divmod(serial // len(FOREIGN_BRANDS), len(FOREIGN_TRADES))
    trade_abroad = np.array(FOREIGN_TRADES)[trade_at]
    forms = np.array([each.form for each in MARKETS])[market]
    several = np.where(series == 0, " ", _joined(" ", (series + 1).astype(np.str_), " "))
    foreign = _joined(brand_abroad, " ", trade_abroad, several, forms)
    return brand_abroad, foreign


def _joined(*parts: Texts | str) -> Texts:
    joined: Texts = np.asarray(parts[0])
    for part in parts[1:]:
        joined = np.char.add(joined, part)
    return joined


class Nature(NamedTuple):
    """What the drawn customers are, before anybody judged them."""

    segment: Ints
    habit: Ints
    turned: Ints
    since: Ints
    abroad: Flags
    public: Flags


def _standing(rng: np.random.Generator, days: Days, nature: Nature) -> dict[str, pl.Series]:
    """Return what our own people decided about each customer: grade, status, policy, who looks after it."""
    segment, habit, turned, since, abroad, public = nature
    count = len(segment)
    worse = np.array([0.4, 1.2, 2.0, 2.6, 1.4, 3.0, 4.0, 0.6])[habit] + rng.normal(0, 0.55, count)
    grade = np.array(list("ABCDE"))[np.clip(np.round(worse), 0, 4).astype(np.int64)]
    ago = HISTORY_DAYS - turned
    late_status = rng.choice(
        np.array(["blacklisted", "closed", "cancelled", "cash_only"]), count, p=[0.4, 0.2, 0.2, 0.2]
    )
    status = np.select(
        [habit == GONE, (habit == GOING_BAD) & (ago > 110), habit == GOING_BAD, rng.random(count) < 0.02],
        [late_status, np.full(count, "credit_suspended"), np.full(count, "watch"), np.full(count, "watch")],
        default="normal",
    )
    size = np.array(["large", "sme", "sme"])[segment]
    ownership = rng.choice(np.array(["private", "joint", "foreign", "state"]), count, p=[0.72, 0.08, 0.08, 0.12])
    by_degrees = (rng.random(count) < 0.13) & (habit != EXACT)
    delayer = (rng.random(count) < np.array([0, 0.01, 0.22, 0.35, 0.05, 0.2, 0.3, 0])[habit]) & ~abroad
    confirmer = ((rng.random(count) < 0.05) | (habit == DISPUTER) & (rng.random(count) < 0.4)) & (habit != EXACT)
    said = (rng.random(count) < 0.9) | (habit == EXACT)  # of the others nobody has said: it is worked out (D-606)
    older = rng.integers(30, 4000, count)
    return {
        "kind": pl.Series(np.full(count, "company")),
        "payer_class": pl.Series(np.where(public, "institution", size)),
        "segment": pl.Series(np.array(SEGMENTS)[segment]),
        "ownership": pl.Series(np.select([public, abroad], ["institution", "foreign"], default=ownership)),
        "since": days.column(np.where(since > 0, since, -older)),
        "grade": pl.Series(grade),
        "status": pl.Series(status),
        "policy": pl.Series(np.where(by_degrees, "credit-15-30-60", "")),
        "owner": pl.Series(rng.choice(np.array(REPS), count)),
        "collector": pl.Series(rng.choice(np.array(COLLECTORS), count)),
        "habitual_delayer": _said(said, delayer),
        "late_confirmer": _said(said, confirmer),
        "grace_days": pl.Series(np.where(rng.random(count) < 0.03, 3, -1)).replace(-1, None),
    }


def _said(said: Flags, flag: Flags) -> pl.Series:
    return pl.DataFrame({"said": said, "flag": flag}).select(pl.when("said").then("flag"))["flag"]


def draw_contacts(rng: np.random.Generator, days: Days, firms: Firms, *, opted_out: Sequence[str]) -> pl.DataFrame:
    """Draw one to three contacts a customer; those of the customers ``opted_out`` want to hear nothing more."""
    how_many = rng.choice([1, 2, 3], firms.count, p=[0.4, 0.4, 0.2])
    owner = np.repeat(np.arange(firms.count), how_many)
    nth = np.arange(len(owner)) - np.repeat(np.cumsum(how_many) - how_many, how_many)
    count = len(owner)
    first = rng.integers(0, 3, count)
    role = np.where(nth == 0, np.minimum(first, 1), 2 + (first + nth) % (len(CONTACT_ROLES) - 2))
    is_woman = rng.random(count) < 0.5
    given = np.where(is_woman, rng.choice(np.array(WOMEN), count), rng.choice(np.array(MEN), count))
    mobile = _joined(
        np.char.add("1", rng.choice(np.array(["38", "39", "59", "77", "86", "99"]), count)),
        "0000",
        np.char.zfill(rng.integers(0, 10_000, count).astype(np.str_), 4),
    )
    line = np.char.zfill(rng.integers(0, 10_000, count).astype(np.str_), 4)
    mail = np.array(["caiwu", "fukuan", "caigou", "zongjian", "office", "zhijian", "qiantai"])[role]
    is_abroad = firms.currency[owner] > 0
    firm = firms.table.select("customer_id", "domain", "telephone")[owner]
    names = np.where(is_abroad, "Accounts Payable", np.char.add(rng.choice(np.array(list(SURNAMES)), count), given))
    drawn = firm.with_columns(
        name=pl.Series(names),
        role=pl.Series(np.array([code for code, _ in CONTACT_ROLES])[role]),
        title=pl.Series(np.where(is_abroad, "Accounts Payable", np.array([title for _, title in CONTACT_ROLES])[role])),
        sex=pl.Series(np.select([is_abroad, is_woman], ["", "female"], default="male")),
        phone=pl.col("telephone") + pl.Series(line),
        mobile=pl.Series(np.where(is_abroad, "", mobile)),
        email=pl.Series(mail) + pl.Series((nth + 1).astype(np.str_)) + "@" + pl.col("domain") + ".example",
        preferred_channel=pl.Series(
            rng.choice(np.array(["phone", "email", "wecom", ""]), count, p=[0.35, 0.2, 0.2, 0.25])
        ),
        verified_on=days.column(HISTORY_DAYS - rng.integers(1, 500, count)),
        some=pl.Series(rng.random(count)),
    )
    return drawn.with_columns(
        wecom=pl.when(pl.col("preferred_channel") == "wecom").then(pl.col("mobile")).otherwise(pl.lit("")),
        opted_out=pl.when(pl.col("customer_id").is_in(list(opted_out)))
        .then(pl.lit("all"))
        .when(pl.col("some") < 0.02)
        .then(pl.lit("sms"))
        .otherwise(pl.lit("")),
    ).drop("some", "domain", "telephone")
