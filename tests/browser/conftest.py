"""One browser for every test below this folder; a test may leave it as it likes."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from reports.formats import render
from reports.line import AnyLine
from reports.record import read
from tests.browser.chromium import Chromium
from tests.unit.reports.written import write

Pages = Callable[[list[AnyLine]], Path]


@pytest.fixture(scope="session")
def started() -> Iterator[Chromium]:
    with Chromium() as browser:
        yield browser


@pytest.fixture
def browser(started: Chromium) -> Chromium:
    """As a person finds it: a window of usual size, in the light, with scripts."""
    started.size(1280)
    started.media()
    started.script(on=True)
    return started


@pytest.fixture
def page(tmp_path: Path) -> Pages:
    """Makes the page of a record."""

    def made(lines: list[AnyLine]) -> Path:
        file = tmp_path / "page.html"
        file.write_text(render("audit", read(write(tmp_path / "r.jsonl", lines))), "utf-8")
        return file

    return made
