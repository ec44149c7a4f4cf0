"""A unit that has ended ends the wait at once, with its result and its last words: systemd itself says so."""

from __future__ import annotations

import time
from collections.abc import Iterator

import pytest

from lab.building.component import Component, Part
from lab.building.provision import await_ready
from lab.errors import LabError
from lab.instances.units import Watch
from lab.site import Lab, Node

UNIT = "lab-trial"
AT_ONCE = 6.0
"""Seconds, against the 120 of patience."""


@pytest.fixture
def node(lab: Lab) -> Iterator[Node]:
    node = lab.node("llm")
    yield node
    node.run("systemctl", "stop", UNIT, check=False)
    node.run("rm", "-f", f"/run/systemd/system/{UNIT}.service")
    node.run("systemctl", "daemon-reload")
    node.run("systemctl", "reset-failed", UNIT, check=False)


def install(node: Node, service: str) -> Watch:
    node.push(f"/run/systemd/system/{UNIT}.service", f"[Unit]\nStartLimitIntervalSec=0\n[Service]\n{service}".encode())
    node.run("systemctl", "daemon-reload")
    return Watch(node, (UNIT,))


@pytest.mark.parametrize(
    ("service", "said"),
    [
        (
            "ExecStart=/bin/sh -c 'echo my last words; exit 3'",
            r"failed \(result exit-code, status 3\)\n(.*\n)*  my last",
        ),
        (
            "ExecStart=/bin/sh -c 'kill -ILL $$$$'",
            r"failed \(result (signal|core-dump), SIGILL\)\n  SIGILL: .*another proc",
        ),
        ("ExecStart=/bin/true", r"is inactive \(result success\)"),
        ("ExecStart=/nowhere/program", r"failed \(result exit-code, status 203\)\n(.*\n)*.*nowhere/program"),
        ("Type=notify\nExecStart=/bin/false", r"failed \(result (exit-code|protocol)"),
        (
            "Restart=on-failure\nRestartSec=0.3\nExecStart=/bin/sh -c 'sleep 0.1; exit 1'",
            r"was restarted [3-9] times and ended each time",
        ),
    ],
    ids=["exit", "sigill", "ends well", "missing", "never notifies", "loops"],
)
def test_it_is_told_at_once(node: Node, service: str, said: str) -> None:
    watch = install(node, service)
    begun = time.monotonic()
    with pytest.raises(LabError, match=rf"^llm: {UNIT}\.service {said}"):
        watch.start("restart", (UNIT,))
    assert time.monotonic() - begun < AT_ONCE


@pytest.mark.parametrize(
    "service",
    [
        "ExecStart=/bin/sleep 60",
        "Type=oneshot\nRemainAfterExit=yes\nExecStart=/bin/true",
        "Restart=on-failure\nRestartSec=0.2\nExecStart=/bin/sh -c 'mkdir /run/lab-trial && exit 1; sleep 60'",
    ],
    ids=["runs", "oneshot", "comes back once"],
)
def test_what_runs_is_left_alone(node: Node, service: str) -> None:
    node.run("rm", "-rf", "/run/lab-trial")
    watch = install(node, service)
    watch.start("restart", (UNIT,))
    assert [unit.active for unit in watch.check()] == ["active"]


def test_the_wait_for_readiness_ends_with_the_unit(lab: Lab, node: Node) -> None:
    watch = install(node, "ExecStart=/bin/sh -c 'sleep 2; exit 1'")
    component = Component("llm", "a trial", "real", "llm", (UNIT,), lambda _: [], ready=lambda lab, node: "refused")
    watch.start("restart", (UNIT,))
    begun = time.monotonic()
    with pytest.raises(LabError, match=r"failed \(result exit-code, status 1\)"):
        await_ready(lab, Part("llm", component, ""), node, watch)
    assert time.monotonic() - begun < AT_ONCE
