"""Sets one component up in its instance, as far as it is not: files, units, configuration, readiness."""

from __future__ import annotations

import hashlib
import time
from collections.abc import Callable, Iterable
from pathlib import Path

from filelock import FileLock

from lab.building.component import Part
from lab.cache import Cache
from lab.errors import LabError
from lab.instances.node import File, Node
from lab.instances.units import Watch
from lab.progress import say
from lab.site import Lab

PATIENCE = 120.0
"""Seconds until a component that was started must be ready."""
_BOOTED = """\
for i in $(seq 300); do
    case "$(systemctl is-active networking.service 2>&1)" in active) exit 0 ;; esac
    sleep 0.1
done
systemctl list-jobs --no-pager; systemctl --failed --no-pager; exit 1
"""


def provision(lab: Lab, part: Part, *, boot: str) -> None:
    """Set the component up unless its instance has this very revision of it; see that it is ready.

    `boot` is when its instance was started. Raises `LabError`.
    """
    with FileLock(lab.cache.path("locks", f"part-{part.id}.lock"), thread_local=False):
        _provision(lab, part, boot)


def _provision(lab: Lab, part: Part, boot: str) -> None:
    component = part.component
    node = lab.node(component.instance)
    files = component.files(lab)
    wanted = _revision(lab.cache, part, files)
    fresh = lab.state.read(f"boots/{part.id}") != boot
    if fresh:
        node.run("sh", "-c", _BOOTED, timeout=60)
    revision = f"user.lab.revision.{part.id}"
    stands = lab.incus.config(component.instance, revision) == wanted
    if stands and (fresh or (component.ready and component.ready(lab, node) is not None)):
        try:
            _start(lab, part, node)
            say(part.id, "ready again")
        except LabError as error:
            say(part.id, f"does not come back as it stands, is set up anew: {str(error).partition(chr(10))[0]}")
            stands = False
    if not stands:
        begun = time.monotonic()
        say(part.id, f"set up {component.title} in {component.instance} ...")
        _set_up(lab, part, node, files)
        lab.incus.set_config(component.instance, revision, wanted)
        say(part.id, f"ready, set up in {time.monotonic() - begun:.1f} s")
    lab.state.write(f"boots/{part.id}", boot)


def _set_up(lab: Lab, part: Part, node: Node, files: Iterable[File]) -> None:
    component = part.component
    node.push_all(files)
    if component.prepare:
        component.prepare(lab, node)
    node.run("systemctl", "daemon-reload")
    if component.units:
        node.run("systemctl", "enable", "--quiet", *component.units)
        node.run("systemctl", "reset-failed", *component.units, check=False)
    watch = Watch(node, component.units)
    watch.start("restart", component.units)
    _then(lab, node, watch, component.configure)
    await_ready(lab, part, node, watch)


def _start(lab: Lab, part: Part, node: Node) -> None:
    component = part.component
    if component.units:
        node.run("systemctl", "reset-failed", *component.units, check=False)
    watch = Watch(node, component.units)
    watch.start("start", component.units)
    _then(lab, node, watch, component.resume)
    await_ready(lab, part, node, watch)


def _then(lab: Lab, node: Node, watch: Watch, step: Callable[[Lab, Node], None] | None) -> None:
    """Take the component's own step; when it fails because a unit has ended, that is the reason told."""
    if step is None:
        return
    try:
        step(lab, node)
    except (LabError, OSError):
        watch.check()
        raise


def await_ready(lab: Lab, part: Part, node: Node, watch: Watch) -> None:
    """Return when the component says it is ready.

    Raises `LabError` at once when one of its units has ended, with what it lacks after `PATIENCE`.
    """
    ready = part.component.ready
    deadline = time.monotonic() + PATIENCE
    while ready is not None and (lack := ready(lab, node)) is not None:
        watch.check()
        if time.monotonic() > deadline:
            raise LabError(f"{part.id} is not ready after {PATIENCE:.0f} s: {lack}")
        time.sleep(0.4)


def _revision(cache: Cache, part: Part, files: Iterable[File]) -> str:
    found = hashlib.sha256(part.source.encode())
    for file in files:
        found.update(f"\0{file.path}\0{file.mode}\0{file.owner}\0{_content(cache, file.content)}".encode())
    return found.hexdigest()[:16]


def _content(cache: Cache, content: bytes | Path) -> str:
    if isinstance(content, bytes):
        return hashlib.sha256(content).hexdigest()
    if content.is_relative_to(cache.root / "artifacts"):
        return str(content.relative_to(cache.root))
    if content.is_dir():
        inner = [f"{p.relative_to(content)}={_content(cache, p)}" for p in sorted(content.rglob("*")) if p.is_file()]
        return hashlib.sha256("\n".join(inner).encode()).hexdigest()
    return hashlib.sha256(content.read_bytes()).hexdigest()
