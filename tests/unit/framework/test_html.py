"""`--html`: the page of pytest-html counts as we do, says what to do, and takes no text for a tag."""

from __future__ import annotations

import json
from html.parser import HTMLParser
from pathlib import Path
from typing import Any

import pytest

from tests.unit.framework.project import lay, run

EXEMPTED = {
    **{"check": "meet.root.up", "subject": "meet", "owner": "operations", "until": "2999-01-01"},
    "why": "<script>alert(1)</script>",
}
VOUCHED = {
    **{"controls": ["iso27001:5.18"], "statement": "we looked at it", "who": "Ada", "when": "2020-01-01"},
    "until": "2999-01-01",
}


class Page(HTMLParser):
    """The report of pytest-html: its data, its counts, and the heads of its columns."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.data: dict[str, Any] = {}
        self.counts: dict[str, str] = {}
        self.heads: list[str] = []
        self._inside: tuple[str, str] = ("", "")
        self.feed(text)
        self.tests = [test for tests in self.data["tests"].values() for test in tests]
        self.rows = [[Cell(cell) for cell in test["resultsTableRow"]] for test in self.tests]
        self.by_id = {row[1].text: {cell.name: cell.text for cell in row} for row in self.rows}

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        found = dict(attrs)
        self._inside = (tag, found.get("class") or "")
        if blob := found.get("data-jsonblob"):
            self.data = json.loads(blob)
        if tag == "th":
            self.heads.append(found["data-column-type"] or "")

    def handle_data(self, data: str) -> None:
        tag, kind = self._inside
        if tag == "span" and data.strip():
            self.counts[kind] = data.strip().rstrip(",")


class Cell(HTMLParser):
    """One cell: its name, its text, and no other tag."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.tags: list[str] = []
        self.name = self.text = ""
        self.feed(html)
        assert self.tags == ["td"], html

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append(tag)
        self.name = (dict(attrs).get("class") or "").removeprefix("col-").partition(" ")[0]

    def handle_data(self, data: str) -> None:
        self.text += data


def test_the_html_report_counts_as_we_do_and_says_what_to_do(tmp_path: Path) -> None:
    lay(tmp_path, {"root": False}, attestations=[VOUCHED])
    assert run(tmp_path, "--html=out.html", "--self-contained-html").status == 1
    page = Page((tmp_path / "out.html").read_text())
    assert page.counts == {
        **{"failed": "1 Failed", "error": "0 Errors", "xfailed": "2 Blocked", "xpassed": "0 Waived"},
        **{"passed": "0 Held", "skipped": "1 Not asked", "rerun": "0 Unknown"},
    }
    assert page.heads == [
        *("verdict", "testId", "title", "severity", "cause", "why", "fix", "remedy", "duration", "result")
    ]
    root, leaf = page.by_id["meet.root.up[meet]"], page.by_id["meet.leaf.green[dns]"]
    assert {name: root[name] for name in ("verdict", "title", "severity", "why", "fix", "remedy", "result")} == {
        **{"verdict": "failed", "title": "The root is up.", "severity": "critical", "result": "Failed"},
        **{"why": "everything stands on it.", "fix": "raise it.", "remedy": "by hand"},
    }
    assert "up: expected True, found False" in root["cause"]
    assert (leaf["cause"], leaf["why"], leaf["result"]) == ("waits for meet.root.up[meet]", "", "XFailed")
    assert {"passed", "xfailed", "skipped", "xpassed"} <= {*page.data["renderCollapsed"]}
    assert not {"failed", "error", "rerun"} & {*page.data["renderCollapsed"]}


def test_the_html_report_has_our_card(tmp_path: Path) -> None:
    lay(tmp_path, {}, [EXEMPTED], attestations=[VOUCHED])
    ran = run(tmp_path, "--html=out.html", "--self-contained-html", SUDO_USER="<b>alice</b>")
    assert ran.status == 0, ran.output
    card = Page((tmp_path / "out.html").read_text()).data["environment"]
    head = ran.record[0]
    assert card["Run"] == head["run"]
    assert card["Operator"].startswith("&lt;b&gt;alice&lt;/b&gt; as ")
    assert head["where"]["host"] in card["Host"]
    assert head["suite"]["commit"] in card["Suite"]
    assert "environments/base.toml sha256 " in card["Expectations"]
    assert card["Exemptions"] == (
        "meet.root.up[meet] by operations, approved by nobody named, until 2999-01-01, not needed: "
        "&lt;script&gt;alert(1)&lt;/script&gt;"
    )
    assert "we looked at it" in card["Attestations"]
    assert not {"Packages", "Plugins"} & {*card}


@pytest.mark.parametrize("workers", ["0", "2"])
def test_the_html_report_counts_what_went_wrong_and_takes_no_text_for_a_tag(tmp_path: Path, workers: str) -> None:
    lay(tmp_path, {"leaf": 'unavailable:<img src=x onerror=alert(1)> "</td><script>'})
    checks = tmp_path / "test_invented.py"
    checks.write_text(
        checks.read_text() + "\n\ndef test_broken():\n    raise RuntimeError('<script>alert(2)</script>')\n"
    )
    ran = run(tmp_path, "-n", workers, "--html=out.html", "--self-contained-html")
    assert ran.status == 1
    page = Page((tmp_path / "out.html").read_text())
    counts = ran.record[-1]["counts"]
    assert counts == {"passed": 1, "unknown": 2, "skipped": 1, "error": 1}
    assert (page.counts["rerun"], page.counts["error"], page.counts["passed"]) == ("2 Unknown", "1 Errors", "1 Held")
    assert "<img src=x onerror=alert(1)>" in page.by_id["meet.leaf.green[dns]"]["cause"]
    assert {row[-1].text for row in page.rows} == {"Passed", "Rerun", "Skipped", "Error"}
    for test in page.tests:
        assert "<script" not in test["log"]
