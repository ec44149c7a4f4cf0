"""Where a journal is read from: behind its cursor, by the cursor's own time where the journal has it no more."""

from __future__ import annotations

import pytest

from fixtures.parsers.log_place import Place, never_said
from fixtures.parsers.sections import Section

CURSOR = (
    "s=6255b19ef0b84a5c9e5248f2717c2019;i=28c;b=a64729641bb44b889c53e85fff4834a5;m=40960ae76;t={};x=5b14bc8c138092ab"
)


@pytest.mark.parametrize(
    ("cursor", "since"),
    [
        (CURSOR.format("6616a6cc35e6c"), "@1795959579.434605"),
        (CURSOR.format("f423f"), "@1.000000"),
        ("", "-60s"),
        ("s=1;i=2", "-60s"),
    ],
)
def test_since(cursor: str, since: str) -> None:
    assert Place(cursor=cursor).since(60) == since


JOURNAL = "/var/log/journal/7e5c/system@ef69.journal"
TRUNCATED = f"Journal file {JOURNAL} is truncated, ignoring file."  # coreos/bugs#1244
UNSUPPORTED = f"Journal file {JOURNAL} uses an unsupported feature, ignoring file."  # systemd#3875, systemd-journal#71
DETAILS = f"Use SYSTEMD_LOG_LEVEL=debug journalctl --file={JOURNAL} to see the details."  # vector#16673
UNOPENED = f"An error was encountered while opening journal file {JOURNAL}, ignoring file."  # systemd-journal#71
CUT = "Journal file /var/log/journal/85e0/system@6255.journal corrupted, ignoring file."


@pytest.mark.parametrize(
    ("answer", "never"),
    [
        (Section(1, "\n", "\n"), True),
        (Section(1, "", f"{CUT}\n"), True),
        (Section(1, "", f"{TRUNCATED}\n{CUT}\n"), True),
        (Section(1, "", f"{UNSUPPORTED}\n"), False),  # what is in it, nobody here can say
        (Section(1, "", f"{UNSUPPORTED}\n{DETAILS}\n"), False),
        (Section(1, "", f"{UNOPENED}\n"), False),
        (Section(0, "", ""), False),
        (Section(1, "", "Failed to add filter for units: Cannot allocate memory\n"), False),
        (Section(127, "", ""), False),
    ],
)
def test_a_unit_that_never_said_anything(answer: Section, never: bool) -> None:
    assert never_said(answer) is never
