"""The same 14 questions of each of 13 light instances, by us and by goss through `incus exec`."""

from __future__ import annotations

import json
import subprocess
from collections.abc import Callable, Iterator, Mapping

from benchmarks.containers import passed
from benchmarks.figure import Figure, medians, process
from benchmarks.light import PORT, PROJECT, SUBNET, UNIT, Light
from benchmarks.overlay import light, suite
from lab.artifacts import GoModule
from lab.instances.node import File
from lab.instances.start import each
from lab.site import Lab

GOSS = GoModule(
    name="goss",
    version="v0.4.9",
    module="github.com/goss-org/goss",
    sum="h1:Lh5QDDbGXST0gyOmgVlw5xC8EXYKCNZhFzmz24sgEdg=",
    package="./cmd/goss",
    flags=("-trimpath",),
)
"""Optimised, unlike the lab's own programs: it is compared with."""
INSTANCES = 13
CHECKS = (
    *("containers.service.active", "containers.service.enabled", "containers.service.stable"),
    *("containers.port.listening", "containers.port.reachable", "containers.port.answers"),
    *("containers.instance.address", "containers.os.release", "containers.disk.free", "containers.tmp.mode"),
    "containers.path.layout",
)
"""Eleven, the last of four directories: 14 questions of each instance."""
QUESTIONS = 14
PROGRAM, SPEC = "/opt/gbo/bin/goss", "/opt/gbo/conf/goss.json"


def figures() -> Iterator[Figure]:
    """Against goss in a loop and in parallel, in one run."""
    lab = Lab.open()
    with Light(lab) as made:
        program = GOSS.path(lab.cache)
        addresses = made.grow(INSTANCES)

        def put(name: str) -> None:
            spec = json.dumps(questions(addresses[name])).encode()
            made.node(name).push_all([File(PROGRAM, program, 0o755), File(SPEC, spec)])

        each(put, addresses)
        with suite({"bench": light(addresses)}) as ours:
            chosen = ("bench", "-k", " or ".join(CHECKS))
            asked = passed(ours.run(*chosen, "--report=json:-"))
            if asked != QUESTIONS * INSTANCES:
                raise SystemExit(f"we ask {asked} questions where goss is asked {QUESTIONS * INSTANCES}")
            actions = {"ours": ours.run(*chosen), "loop": _loop(addresses), "parallel": _parallel(addresses)}
            seconds = medians(actions)
    said = (
        f"{QUESTIONS} questions of each of {INSTANCES} instances: ours with pytest's start {seconds['ours']:.2f} s, "
        f"goss {GOSS.version} in a loop {seconds['loop']:.2f} s, all in parallel {seconds['parallel']:.2f} s"
    )
    yield Figure("ours / goss in a loop", seconds["ours"] / seconds["loop"], 1.0, said)
    yield Figure("ours / goss in parallel", seconds["ours"] / seconds["parallel"], 1.5, said)


def questions(address: str) -> dict[str, object]:
    """What goss is asked in the instance of that address: the same as CHECKS."""
    folders = ("/opt/gbo", "/opt/gbo/bin", "/opt/gbo/conf", "/opt/gbo/logs")
    root = {"exists": True, "owner": "root", "group": "root"}
    release = {"exists": True, "contents": ["ID=debian", 'VERSION_ID="12"']}
    restarts = {"exec": f"systemctl show --property=NRestarts {UNIT}", "exit-status": 0, "stdout": ["NRestarts=0"]}
    return {
        "service": {UNIT: {"running": True, "enabled": True}},
        "command": {"restarts": restarts},
        "port": {f"tcp:{PORT}": {"listening": True, "ip": ["0.0.0.0"]}},  # noqa: S104 - what is found, not bound
        "addr": {f"tcp://{address}:{PORT}": {"reachable": True, "timeout": 1000}},
        "http": {f"http://{address}:{PORT}/": {"status": 200}},
        "interface": {"eth0": {"exists": True, "addrs": {"contain-element": f"{address}/{SUBNET.prefixlen}"}}},
        "mount": {"/": {"exists": True, "usage": {"lt": 95}}},
        "file": {
            "/etc/os-release": release,
            "/tmp": {**root, "mode": "1777"},
            **{folder: {**root, "filetype": "directory", "mode": "0755"} for folder in folders},
        },
    }


def _command(name: str) -> list[str]:
    return ["incus", "--project", PROJECT, "exec", "-T", name, "--", PROGRAM, "-g", SPEC, "validate"]


def _loop(names: Mapping[str, str]) -> Callable[[], None]:
    asked = [process(_command(name)) for name in names]

    def action() -> None:
        for one in asked:
            one()

    return action


def _parallel(names: Mapping[str, str]) -> Callable[[], None]:
    def action() -> None:
        running = [subprocess.Popen(_command(name), stdin=subprocess.DEVNULL, stdout=subprocess.PIPE) for name in names]
        for one in running:
            output = one.communicate()[0]
            if one.returncode:
                raise SystemExit(f"goss ended with {one.returncode}:\n{output.decode()}")

    return action
