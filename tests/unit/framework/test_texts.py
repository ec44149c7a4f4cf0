"""Whatever bytes the world puts into a text: one red line, and every output can be read."""

from __future__ import annotations

import json
import xml.etree.ElementTree as ET
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from fixtures.errors import FactUnavailable
from fixtures.texts import printable
from tests.unit.framework.project import REFUSING, lay, run

ODD = {
    "latin-1": ("caf\udce9", r"caf\xe9"),
    "NUL": ("a\0b", r"a\x00b"),
    "lone surrogate": ("a\ud800b", r"a\ud800b"),
    "escape sequence": ("\x1b[31mred\x1b]0;title\x07", r"\x1b[31mred\x1b]0;title\x07"),
    "C1": ("a\x9b31m", r"a\x9b31m"),
    "carriage return": ("hidden\rshown", r"hidden\rshown"),
    "reversed": ("a\u202eb", r"a\u202eb"),
    "no character": ("a\ufffeb", r"a\ufffeb"),
}
C_LOCALE = {"LC_ALL": "C", "PYTHONCOERCECLOCALE": "0", "PYTHONUTF8": "0"}
OUT = ("--html=out.html", "--self-contained-html", "--junitxml=out.xml", "--report=json:out.json", "--record=r.jsonl")


@pytest.mark.parametrize("name", ODD)
def test_each(name: str) -> None:
    assert printable(ODD[name][0]) == ODD[name][1]
    assert str(FactUnavailable("vault", "x", ODD[name][0])).endswith(ODD[name][1])


def test_plain_texts_stay() -> None:
    for text in ("", "a b\n\tc", "ä ö — 漢字 🙂"):
        assert printable(text) == text


@given(st.text(st.characters(), max_size=40))
def test_any_text_can_be_written_and_stays_where_it_is_printed(text: str) -> None:
    made = printable(text)
    assert made.encode("utf-8").decode() == made
    assert all(each.isprintable() or each in "\n\t" for each in made)
    assert printable(made) == made


@pytest.mark.parametrize("how", [(), ("-n", "2"), ("-vv", "-rA")], ids=["alone", "workers", "verbose"])
def test_every_output_of_a_run(tmp_path: Path, how: tuple[str, ...]) -> None:
    lay(tmp_path, {"root": "".join(odd for odd, _ in ODD.values()), "leaf": f"unavailable:{ODD['latin-1'][0]}"})
    ran = run(tmp_path, *how, *OUT, encoding="ascii", **C_LOCALE)
    shown = "".join(made for _, made in ODD.values())
    assert ran.status == 1, ran.output
    assert ran.output.count(f"up: expected True, found {shown}") >= 1, ran.output
    assert "INTERNALERROR" not in ran.output
    assert "broken" not in ran.output
    lines = [json.loads(line) for line in (tmp_path / "r.jsonl").read_text("utf-8").splitlines()]
    failed = next(line for line in lines if line.get("verdict") == "failed")
    assert failed["differences"] == [{"field": "up", "expected": "True", "found": shown}]
    assert lines[-1]["complete"] is True
    assert shown in (tmp_path / "out.json").read_text("utf-8").replace("\\\\", "\\")
    texts = [each.get("message", "") + (each.text or "") for each in ET.parse(tmp_path / "out.xml").iter("failure")]
    assert sum(shown in text for text in texts) == 1
    page = (tmp_path / "out.html").read_bytes().decode("utf-8")
    assert r"caf\\\\xe9" in page or r"caf\\xe9" in page or r"caf\xe9" in page
    assert "\x1b" not in page + ran.output


def test_the_journal_and_the_fixers_words(tmp_path: Path) -> None:
    lay(tmp_path, {"root": "caf\udce9\x1b[31m"}, remedies=REFUSING)
    ran = run(tmp_path, "--fix=plan", encoding="ascii", XDG_STATE_HOME=str(tmp_path / "state"), **C_LOCALE)
    assert ran.status == 1, ran.output
    assert r"found caf\xe9\x1b[31m" in ran.output
    assert "REFUSED meet.raise" in ran.output
    for line in (tmp_path / "state/gbo-suite/lab/journal.jsonl").read_text("utf-8").splitlines():
        assert json.loads(line)["kind"] == "refused"


def test_a_full_disk_ends_no_run_and_is_told(tmp_path: Path) -> None:
    lay(tmp_path, {"root": False})
    ran = run(tmp_path, "--record=/dev/full", "--report=json:out.json")
    assert ran.status == 1
    assert "FAILED meet.root.up[meet]" in ran.output
    assert "record: /dev/full IS NOT WHOLE: No space left on device" in ran.output
    lay(tmp_path, {})
    assert run(tmp_path, "--record=/dev/full").status == 1
