"""Who holds a port: control groups of both versions, and variables as their hashes."""

from __future__ import annotations

import hashlib
import os
import subprocess

import pytest

from fixtures.access.process import run
from fixtures.facts.botserver import PROCESSES
from fixtures.parsers import sections
from fixtures.parsers.held import parse_held


@pytest.mark.parametrize(
    ("group", "inside"),
    [
        ("0::/system.slice/botserver.service", True),
        ("1:name=systemd:/system.slice/botserver.service", True),
        ("0::/system.slice/botserver.service/worker.scope", True),
        ("0::/user.slice/user-0.slice/session-3.scope", False),
        ("0::/system.slice/botserver.service.old.service", False),
        ("", False),
    ],
)
def test_the_unit_is_known_by_the_control_group(group: str, inside: bool) -> None:
    (held,) = parse_held(f"188\nbotserver\n{group}\n", "")
    assert ("botserver.service" in held.groups) is inside
    assert str(held).startswith("botserver (pid 188) in ")


@pytest.mark.process
def test_a_process_is_read_as_the_kernel_tells_it() -> None:
    given = {"PATH": os.environ["PATH"], "PLAIN": "a b", "LINES": "one\ntwo", "EMPTY": "", "PLAIN_TOO": "x"}
    with subprocess.Popen(["sleep", "60"], env=given) as process:
        try:
            words = ["sh", "-c", PROCESSES, "sh", "mark", f"{process.pid} 999999999", "PLAIN", "LINES", "EMPTY", "NONE"]
            done = run(words, timeout=10)
        finally:
            process.kill()
    found = sections.split("system", done, "mark")
    (held,) = parse_held(found.answer("groups"), found.answer("values"))
    assert (held.pid, held.name) == (process.pid, "sleep")
    wanted = {"PLAIN": "a b", "LINES": "one two", "EMPTY": ""}
    assert held.values == {key: hashlib.sha256(value.encode()).hexdigest() for key, value in wanted.items()}


@pytest.mark.parametrize("groups", ["187\nbotserver\n", "x\ny\nz\n"])
def test_anything_else_is_no_answer(groups: str) -> None:
    with pytest.raises(ValueError, match=r"zip|literal"):
        parse_held(groups, "")
