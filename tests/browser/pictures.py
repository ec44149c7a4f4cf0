"""`python -m tests.browser.pictures FOLDER`: docs/images, of the records healthy, cause and causes in a folder.

They are of runs of the lab: as it is; with the fault vault.sealed; with that, which the run repairs, and three more.
"""

from __future__ import annotations

import subprocess
import sys
import tempfile
from dataclasses import dataclass
from pathlib import Path

from reports.formats import render
from reports.record import read
from tests.browser.chromium import Chromium
from tests.lab.programs import program

IMAGES = Path(__file__).resolve().parents[2] / "docs/images"


@dataclass(frozen=True)
class Picture:
    """Of one record, from the section `at` on, or from the head."""

    record: str
    width: int
    height: int
    scheme: str = "light"
    at: str = ""


PICTURES = {
    "audit-healthy": Picture("healthy", 1280, 1500),
    "audit-cause": Picture("cause", 1280, 1900),
    "audit-cause-dark": Picture("cause", 1280, 1900, "dark"),
    "audit-cause-phone": Picture("cause", 360, 2000),
    "audit-causes": Picture("causes", 1280, 1900),
    "audit-causes-map": Picture("causes", 1280, 1500, at="rooms"),
    "audit-causes-checks": Picture("causes", 1280, 1700, at="checks"),
}


def draw(folder: Path) -> None:
    """All of them, and the page of three causes as it is printed."""
    with tempfile.TemporaryDirectory() as name, Chromium() as browser:
        pages = {}
        for record in {each.record: None for each in PICTURES.values()}:
            pages[record] = Path(name) / f"{record}.html"
            pages[record].write_text(render("audit", read(folder / f"{record}.jsonl")), "utf-8")
        for file, wanted in PICTURES.items():
            browser.size(wanted.width)
            browser.media(scheme=wanted.scheme)
            browser.open(pages[wanted.record])
            top = browser.run(f"document.getElementById('{wanted.at}').offsetTop - 24") if wanted.at else 0
            (IMAGES / f"{file}.png").write_bytes(browser.picture(wanted.height, top))
        browser.media()
        browser.size(1280)
        browser.open(pages["causes"])
        paper = IMAGES / "audit-causes.pdf"
        paper.write_bytes(browser.pdf())
    words = [*program("poppler-utils", "usr/bin/pdftoppm"), "-png", "-r", "90", "-f", "1", "-singlefile"]
    subprocess.run([*words, paper, IMAGES / "audit-causes-paper"], check=True, timeout=60)


if __name__ == "__main__":
    draw(Path(sys.argv[1]))
