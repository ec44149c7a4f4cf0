"""The audit report as a text: what is in it, that nothing of the world becomes more than text, and its size."""

from __future__ import annotations

import base64
import hashlib
import re
import time
from collections import Counter
from collections.abc import Callable
from html.parser import HTMLParser
from pathlib import Path

import pytest

from fixtures.verdict.outcome import Verdict
from reports.__main__ import main
from reports.controls.frameworks import shipped
from reports.formats import render
from reports.line import AnyLine
from reports.merging import merged, source
from tests.unit.environments import environment
from tests.unit.reports.large import large
from tests.unit.reports.varied import CAUSE, HOSTILE, every_verdict, green, hostile, mapped, record, troubled
from tests.unit.reports.written import check, end, platform, run, statement, write

VOID = {"meta", "input", "br", "use", "path", "rect", "circle", "wbr"}


class Read(HTMLParser):
    """A page as a browser would take it apart."""

    def __init__(self, page: str) -> None:
        super().__init__(convert_charrefs=True)
        self.open: list[str] = []
        self.ids: Counter[str] = Counter()
        self.links: set[str] = set()
        self.tags: Counter[str] = Counter()
        self.attributes: set[str] = set()
        self.raw: dict[str, str] = {}
        self.policy = ""
        self.texts: list[str] = []
        self.feed(page)
        self.close()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags[tag] += 1
        given = {name: value or "" for name, value in attrs}
        self.attributes |= given.keys()
        if "id" in given:
            self.ids[given["id"]] += 1
        if given.get("href", "").startswith("#"):
            self.links.add(given["href"][1:])
        if given.get("http-equiv") == "Content-Security-Policy":
            self.policy = given["content"]
        if tag not in VOID:
            self.open.append(tag)

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.handle_starttag(tag, attrs)
        if tag not in VOID:
            self.open.pop()

    def handle_endtag(self, tag: str) -> None:
        assert self.open.pop() == tag

    def handle_data(self, data: str) -> None:
        if self.open and self.open[-1] in ("script", "style"):
            self.raw[self.open[-1]] = data
        else:
            self.texts.append(data)

    @property
    def text(self) -> str:
        return " ".join(" ".join(self.texts).split())


def page(made: list[AnyLine]) -> Read:
    return Read(render("audit", record(made)))


@pytest.mark.parametrize("made", [every_verdict, troubled, green, hostile, lambda: large(60)])
def test_it_is_one_whole_page_that_loads_nothing(made: Callable[[], list[AnyLine]]) -> None:
    found = page(made())
    assert found.open == []
    assert {id: count for id, count in found.ids.items() if count > 1} == {}
    assert found.links - found.ids.keys() == set(), "every link leads somewhere"
    assert not found.tags.keys() & {"img", "link", "iframe", "object", "embed", "form", "base"}
    assert (found.tags["script"], found.tags["style"]) == (1, 1)
    assert not {name for name in found.attributes if name.startswith("on")} | found.attributes & {"style", "src"}
    for tag in ("script", "style"):
        digest = base64.b64encode(hashlib.sha256(found.raw[tag].encode()).digest()).decode()
        assert f"{tag}-src 'sha256-{digest}'" in found.policy
    assert found.policy.startswith("default-src 'none'")


def test_every_verdict_has_its_line_and_the_cause_comes_first() -> None:
    found = page(every_verdict())
    for line in record(every_verdict()).checks:
        assert found.ids[line.id] == 1, line.id
    head = "".join(found.texts).partition("Can this page be relied on?")[0]
    for told in ("Not as declared", "Does not hold: It is so.", CAUSE, "blocks 1", "remedy: vault.unseal"):
        assert told in head, told
    assert "pytest --env=lab --fix=plan -k 'vault.seal.open[vault]'" in found.text


@pytest.mark.parametrize(
    ("made", "headline"),
    [
        (green, "As declared"),
        (every_verdict, "Not as declared"),
        (troubled, "Incomplete: no verdict"),
        (lambda: green()[:-1], "Incomplete: no verdict"),
        (lambda: [run(), end({}, exit=5)], "No verdict: nothing was asked"),
    ],
)
def test_the_headline(made: Callable[[], list[AnyLine]], headline: str) -> None:
    text = render("audit", record(made()))
    assert re.findall(r"<h1>.*?<span>(.*?)</span></h1>", text) == [headline]


def test_what_is_red_beside_the_outcomes_is_there() -> None:
    text = page(troubled()).text
    for told in ("Went wrong: t.py::a", "RuntimeError: after it", "1 of 2 were not run", "its failure counts again"):
        assert told in text, told
    assert "Can this page be relied on? No" in text


def test_hostile_texts_stay_texts() -> None:
    found = page(hostile())
    assert HOSTILE.split()[0] in found.text
    assert "".join(found.texts).count("long " * 2000) >= 2, "nothing of 10,000 characters is lost"
    assert found.tags["script"] == 1
    assert "\x1b" not in "".join(found.texts)
    assert "\u202e" not in "".join(found.texts)


def test_the_same_record_gives_the_same_page(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    file, out = write(tmp_path / "r.jsonl", every_verdict()), tmp_path / "page.html"
    assert main(["audit", str(file), "-o", str(out)]) == 0
    assert main(["verify", str(file), "--rendered", f"audit:{out}"]) == 0
    assert f"{out}: rendered from this record" in capsys.readouterr().out
    head = file.read_bytes().splitlines()[-1].split(b'"hash": "')[1][:64].decode()
    assert head in out.read_text()
    out.write_text(out.read_text().replace("Not as declared", "As declared"))
    assert main(["verify", str(file), "--rendered", f"audit:{out}"]) == 1
    assert main(["audit", str(file), "-o", str(tmp_path)]) == 4


@pytest.mark.parametrize(("count", "bytes", "seconds"), [(300, 500_000, 1), (5000, 3_000_000, 2)])
def test_its_size(count: int, bytes: int, seconds: float) -> None:
    made = record(large(count))
    began = time.process_time()
    text = render("audit", made)
    assert time.process_time() - began < seconds
    assert len(text.encode()) < bytes
    assert f"{count:,} asked" in text


def test_a_check_without_a_cause_in_the_record() -> None:
    blocked = check("a.b.c[d]", "blocked", root="e.f.g[h]", needs=("e.f.g[h]",), text="blocked by e.f.g[h]")  # type: ignore[arg-type]
    found = page([run(), statement("a.b.c"), blocked, end({"blocked": 1})])
    assert "No verdict: not all could be asked" in found.text


def test_controls_stand_both_ways_and_say_what_has_no_check() -> None:
    found = page(mapped())
    assert "Controls evidence for 7 controls of 1 framework; 4 not known to hold" in found.text
    assert "House rules: 1 failed, 3 unknown, 1 waived, 1 holds, 1 attested, 2 not asked, 3 no check" in found.text
    assert "1.2 3 2 failed vault. seal. open[ vault]" in found.text
    assert "Not asked: 1.6-1.7 No check: 1.8-1.10" in found.text
    assert "containers. instance. running fixed house:1.1, house:1.2" in found.text
    assert "house:2.1 we looked at it Ada 2026-01-01 2999-01-01 attested" in found.text
    assert "house:3.1 we looked at it Ada 2026-01-01 2999-01-01 unknown" in found.text
    assert found.links <= {*found.ids}
    assert "Controls the record names none" in page(every_verdict()).text


def test_its_size_with_every_framework() -> None:
    first, *rest = large(300)
    known = shipped(environment())
    assert len(render("audit", record([first, *known, *rest])).encode()) < 500_000


def test_of_several_platforms(tmp_path: Path) -> None:
    files = []
    for env in ("lab", "prod"):
        first = run().model_copy(update={"env": env})
        failed = check(CAUSE, Verdict.FAILED, text=f"sealed in {env}")
        made: list[AnyLine] = [first, platform("vault", "dns"), statement(), failed, end({"failed": 1})]
        files.append(source(write(tmp_path / f"{env}.jsonl", made)))
    record = merged(files)
    assert record.platform is not None
    assert [each.name for each in record.platform.instances] == ["lab/vault", "lab/dns", "prod/vault", "prod/dns"]
    found = Read(render("audit", record))
    assert found.links - found.ids.keys() == set()
    assert "pytest --env=prod -k 'vault.seal.open[vault]'" in found.text, "each is asked where it is"
    assert "in no file: this record was made of others" in found.text


def test_a_remedy_that_nobody_wrote_is_not_offered() -> None:
    for remedied, offered in ((True, True), (None, True), (False, False)):
        failed = check(CAUSE, Verdict.FAILED, remedies=("vault.unseal",), remedied=remedied)
        text = page([run(), statement(), failed, end({"failed": 1})]).text
        assert ("--fix=plan -k" in text, "is not written yet" in text, "by hand" in text) == (
            offered,
            not offered,
            not offered,
        )
