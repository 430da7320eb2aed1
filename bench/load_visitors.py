"""People at the pages: each signs in by the form, looks at a page, thinks, and goes on to another."""

from __future__ import annotations

import random
import re
import threading
import time
import urllib.parse
import urllib.request
from collections.abc import Sequence
from dataclasses import dataclass, field
from http.cookiejar import CookieJar

WORKLISTS = ("/worklist", "/worklist", "/worklist?tab=contact", "/worklist?whose=all", "/worklist?tab=hard&whose=all")
PORTFOLIOS = ("/portfolio", "/portfolio", "/portfolio/cases", "/portfolio?entity=main")
_CUSTOMER = re.compile(r'href="(/customers/[^"/?]+)"')
_TOKEN = re.compile(r'name="csrfmiddlewaretoken" value="([^"]+)"')


@dataclass
class Visitor:
    """Somebody with a browser of his own; ``seen``: what he opened, and how many seconds until it was there."""

    origin: str
    code: str
    seed: int
    seen: list[tuple[str, float]] = field(default_factory=list)
    failed: list[str] = field(default_factory=list)

    def __post_init__(self) -> None:
        self.browser = urllib.request.build_opener(urllib.request.HTTPCookieProcessor(CookieJar()))
        self.chance = random.Random(self.seed)

    def sign_in(self, password: str) -> None:
        """Come in by the form."""
        token = _TOKEN.search(self._opened("/sign-in"))
        assert token, "the form to sign in has no token"
        said = {"csrfmiddlewaretoken": token[1], "code": self.code, "password": password, "next": "/worklist"}
        self._opened("/sign-in", urllib.parse.urlencode(said).encode())

    def work(self, think_seconds: float, over: threading.Event) -> None:
        """Look at pages until it is over: five of ten a customer, three a worklist, two the portfolio."""
        customers: list[str] = []
        over.wait(self.chance.uniform(0, think_seconds))  # people do not begin all at once
        while not over.is_set():
            kind = self.chance.choices(("customer", "worklist", "portfolio"), (5, 3, 2))[0]
            if kind == "customer" and customers:
                self._look(self.chance.choice(customers))
            elif kind == "portfolio":
                self._look(self.chance.choice(PORTFOLIOS))
            else:
                customers = _CUSTOMER.findall(self._look(self.chance.choice(WORKLISTS))) or customers
            over.wait(self.chance.uniform(0.5, 1.5) * think_seconds)

    def _look(self, address: str) -> str:
        began = time.perf_counter()
        try:
            page = self._opened(address)
        except OSError as error:  # an answer of 400 or more is one
            self.failed.append(f"{address}: {error}")
            return ""
        self.seen.append((address, time.perf_counter() - began))
        return page

    def _opened(self, address: str, sent: bytes | None = None) -> str:
        with self.browser.open(self.origin + address, sent, timeout=60) as answer:
            page: str = answer.read().decode()
        return page


def at_work(visitors: Sequence[Visitor], *, think_seconds: float, seconds: float) -> None:
    """Let all of them work side by side for so long."""
    over = threading.Event()
    working = [threading.Thread(target=visitor.work, args=(think_seconds, over)) for visitor in visitors]
    for thread in working:
        thread.start()
    time.sleep(seconds)
    over.set()
    for thread in working:
        thread.join()
