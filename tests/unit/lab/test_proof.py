"""docs/proof.md says of every check and every fault that it was seen."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from fixtures.verdict.register import every
from lab import faults
from tests.proof import PAGE, Proof, keep, kept, merged, page, told

PIPED = Proof("dns.record_changed", "A record|two", "dns.record.matches[a|b]", "a is not | as declared", 2, 3.14)


def test_what_is_kept_comes_back_as_rows(tmp_path: Path) -> None:
    keep("dns.record_changed", [PIPED], tmp_path)
    assert list(kept(["dns.record_changed"], tmp_path)) == [PIPED]
    assert told(page([PIPED])) == {(PIPED.fault, PIPED.check)}
    assert page([PIPED]).endswith("| a is not \\| as declared | 2 | 3.1 |\n")
    with pytest.raises(FileNotFoundError):
        list(kept(["dns.stopped"], tmp_path))


def test_new_rows_take_the_place_of_old_ones() -> None:
    gone, other = (replace(PIPED, fault=each) for each in ("dns.gone", "alm.stopped"))
    anew = [replace(PIPED, said="now"), replace(PIPED, check="dns.zone.valid[x]", said="too")]
    added = merged(page([PIPED, gone]), [*anew, other], ["alm.stopped", "dns.record_changed"])
    assert added == page([other, *anew])


def test_the_page_shows_every_fault_with_every_check_it_turns_red() -> None:
    rows = told(PAGE.read_text("utf-8"))
    assert rows == {(fault.id, red) for fault in faults.faults().values() for red in fault.red}


def test_the_page_shows_every_check_failing_itself() -> None:
    shown = {check.partition("[")[0] for _, check in told(PAGE.read_text("utf-8"))}
    assert {check.id for check in every()} <= shown
