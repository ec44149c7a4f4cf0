"""The page of pytest-html as a browser shows it: what its script makes of our row of filters."""

from __future__ import annotations

from pathlib import Path

from tests.browser.chromium import Chromium
from tests.unit.framework.project import lay, run

ROW = "[...document.querySelectorAll('.filters > *')].map(each => each.dataset.testResult || each.textContent)"
SHOWN = """(() => {
    document.querySelector("[data-test-result=%s]").click();
    return [...document.querySelectorAll("#results-table tbody tr.collapsible, .results-table-row")]
        .map(each => each.querySelector(".col-testId")).filter(Boolean).map(each => each.textContent);
})()"""


def test_what_is_unknown_stands_beside_what_failed(browser: Chromium, tmp_path: Path) -> None:
    lay(tmp_path, {"leaf": "unavailable:nobody is there"})
    run(tmp_path, "--html=out.html", "--self-contained-html")
    browser.open(tmp_path / "out.html")
    assert browser.run(ROW) == [
        *("failed", "0 Failed,", "error", "0 Errors,", "rerun", "2 Unknown,", "xfailed", "0 Blocked,"),
        *("xpassed", "0 Waived,", "passed", "1 Held,", "skipped", "1 Not asked"),
    ]
    assert {"meet.root.up[meet]", "meet.leaf.green[dns]"} & {*browser.run(SHOWN % "rerun")} == {"meet.root.up[meet]"}
