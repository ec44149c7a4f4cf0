"""The pages of `reports serve` as a browser shows them: the runs, one of them, their history, two compared."""

from __future__ import annotations

import datetime as dt
import threading
import time
from collections.abc import Iterator

import pytest

from reports.line import AnyLine, RunLine
from reports.serving.routes import Site
from reports.serving.server import Server
from tests.browser.axe import violations
from tests.browser.chromium import Chromium
from tests.unit.reports.varied import every_verdict, green, hostile, mapped
from tests.unit.reports.written import write

PAGES = ("", "run/lab/two", "run/lab/evil", "history/lab", "compare/lab?old=one&new=two")
LOADS = 1.0
"""Seconds in which a page of ours is there."""
WINDOWS = {"desk": 1280, "phone": 360}
OVER = """[...document.querySelectorAll('body *')].filter(each => {
    const box = each.getBoundingClientRect();
    return box.width && !each.closest('.scroll, pre') && box.right > innerWidth + 1;
}).map(each => each.outerHTML.slice(0, 120))"""
"""What stands over the edge, but for tables and texts that scroll by themselves."""


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """Its address: a green run, a red one, one of a part, one whose texts are hostile, one that cannot be read."""
    folder = tmp_path_factory.mktemp("runs")
    runs = {"one": green(), "two": mapped(), "part": every_verdict(), "evil": hostile()}
    for hours, (name, lines) in enumerate(reversed(runs.items())):  # the newest is the last
        write(folder / f"{name}.jsonl", [_of(lines[0], hours, name), *lines[1:]])
    (folder / "torn.jsonl").write_text("{\n")
    with Server(Site(folder, dt.timedelta(days=1)), 0) as server:
        thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.02})
        thread.start()
        yield server.url
        server.shutdown()
        thread.join()


def _of(line: AnyLine, hours: int, name: str) -> AnyLine:
    assert isinstance(line, RunLine)
    at = dt.datetime.now(dt.UTC) - dt.timedelta(hours=hours)
    selected = ("-k", "one") if name == "part" else ()
    return line.model_copy(update={"at": at.isoformat(), "selected": selected})


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("window", WINDOWS)
@pytest.mark.parametrize("page", PAGES)
def test_axe_finds_no_violation(browser: Chromium, site: str, page: str, window: str, scheme: str) -> None:
    browser.size(WINDOWS[window])
    browser.media(scheme=scheme)
    browser.visit(f"{site}{page}")
    assert browser.run("document.querySelector('h1').textContent")
    assert violations(browser) == {}
    assert browser.run(OVER) == []
    assert [each for each in browser.events if each["method"] == "Log.entryAdded"] == []


def test_two_runs_are_compared_from_the_keyboard(browser: Chromium, site: str) -> None:
    browser.visit(site)
    browser.run("document.querySelector('button').focus()")
    browser.press("Enter", "\r")
    time.sleep(LOADS)
    assert browser.run("location.pathname + location.search") == "/compare/lab?new=evil&old=part"
