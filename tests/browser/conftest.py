"""A real browser before the pages: Debian's chromium, driven by playwright, with axe-core from npm.

Where one of them is missing the tests are skipped and say so; with CI set they fail.
"""

from __future__ import annotations

import os
import shutil
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, sync_playwright

from huikuan.gateways import clock
from tests.browser.missing import AXE, what_is_missing
from tests.desk.staffed import DAY
from tests.web.visits import back_in, opened_house

PHONE, DESK = (390, 844), (1440, 900)


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    if missing := what_is_missing():
        if os.environ.get("CI"):
            pytest.fail(missing)
        pytest.skip(missing)
    # Playwright waits in a loop of its own in this thread; the tests' own queries run between its steps.
    os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "1"
    with sync_playwright() as played:
        opened = played.chromium.launch(executable_path=shutil.which("chromium"), args=["--no-sandbox"])
        yield opened
        opened.close()
    del os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"]


@pytest.fixture
def _house(browser: Browser, transactional_db: None, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(clock, "business_date", lambda *_: DAY)
    opened_house(tmp_path)


@pytest.fixture
def before(browser: Browser, _house: None, live_server: object) -> Iterator[Callable[..., Page]]:
    """Return a page of the served house, for a person who is signed in (or nobody), of a size, in a language."""
    contexts = []

    def opened(code: str = "", *, size: tuple[int, int] = DESK, lang: str = "zh") -> Page:
        width, height = size
        context = browser.new_context(
            viewport={"width": width, "height": height},
            locale={"zh": "zh-CN", "en": "en-GB"}[lang],
            base_url=str(live_server),
        )
        context.set_default_timeout(10_000)
        contexts.append(context)
        if code:
            session = back_in(code).cookies["sessionid"].value
            context.add_cookies([{"name": "sessionid", "value": session, "url": str(live_server)}])
        return context.new_page()

    yield opened
    for context in contexts:
        context.close()


@pytest.fixture
def faults_of() -> Callable[[Page], list[str]]:
    """Return what axe finds on a page that a person with an aid cannot get past: serious and critical."""
    source = AXE.read_text(encoding="utf-8")

    def found(page: Page) -> list[str]:
        page.evaluate(source)
        told = page.evaluate("axe.run({runOnly: ['wcag2a', 'wcag2aa', 'wcag21aa']})")
        return [
            f"{fault['id']}: {fault['nodes'][0]['html'][:120]}"
            for fault in told["violations"]
            if fault["impact"] in ("serious", "critical")
        ]

    return found
