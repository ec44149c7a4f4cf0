"""`lab up`: builds the lab or brings it back, doing only what is not done, as much as possible at once."""

from __future__ import annotations

import threading
import time
from collections.abc import Sequence
from concurrent.futures import Future, ThreadPoolExecutor
from typing import Any

from fixtures.errors import UserMistake
from lab.building import warm
from lab.building.component import Part, needed
from lab.building.provision import provision
from lab.building.supply import Supply
from lab.components import parts
from lab.errors import LabError
from lab.instances import image, snapshots
from lab.instances.start import bring_up, each
from lab.machine import host, settings
from lab.network import outside as network
from lab.network import reachability
from lab.progress import say, task
from lab.site import Lab
from lab.verbs import requirements

COLD = "cold-seconds"
"""In the cache: how long the `up` took that filled it from nothing."""


def up(lab: Lab, only: Sequence[str] = ()) -> None:
    """Bring the lab, or only the instances named and those they need, to the state that the components say.

    A component that fails stops only those that need it. Raises `UserMistake` before anything was changed,
    `LabError` with every failure when parts did not work.
    """
    started, cold = time.monotonic(), not (lab.cache.root / "artifacts").exists()
    found = chosen(parts(strict=not only), only, lab)
    if not only and warm.standing(lab, found):
        say("lab", "is up already, nothing to do")
        return
    requirements.prove(lab)
    reachability.refuse_overlap(lab)
    say("lab", requirements.announcement(lab))
    warm.forget(lab)
    host.install(lab.cache, lab.state)
    supply = Supply(found, lab.cache)
    try:
        instances = _base(lab)
        _components(lab, found, supply, instances)
        for container in lab.env.safety.snapshots:
            if not only or container in only:
                snapshots.ensure(lab.incus, lab.env.containers[container].instance)
    finally:
        supply.close()
    if not only:
        warm.remember(lab)
    if cold and not only:
        lab.cache.path(COLD).write_text(f"{time.monotonic() - started:.0f}\n")
    say("lab", "is up")


def _base(lab: Lab) -> dict[str, dict[str, Any]]:
    before = reachability.answering()
    with ThreadPoolExecutor(1) as beside:
        built = beside.submit(image.build, lab.cache)
        host.start_daemon(lab.state)
        settings.remember(lab.state)
        lab.incus.create_base(str(network.gateway(lab)))
        network.connect(lab)
        missing = reachability.lost(before)
        if missing:
            network.withdraw(lab)
            raise UserMistake(f"with the lab's network, {', '.join(missing)} did not answer any more: undone")
    return _instances(lab, lab.incus.import_image(built.result()))


def chosen(found: list[Part], only: Sequence[str], lab: Lab) -> list[Part]:
    """The components in the instances named, and all that they need; every one when none is named."""
    unknown = set(only) - set(lab.addresses)
    if unknown:
        raise UserMistake(f"no instance {', '.join(sorted(unknown))}: there are {', '.join(lab.addresses)}")
    wanted = set(only)
    for _ in found:
        wanted |= {n for p in found if p.component.instance in wanted for n in p.component.needs}
    return [part for part in found if not only or part.component.instance in wanted]


def _instances(lab: Lab, alias: str) -> dict[str, dict[str, Any]]:
    with task("instances", "create and start what does not run"):
        if lab.incus.outdated(alias):
            say("instances", "the image is another one now: they are created anew")
            each(lab.incus.delete_instance, lab.incus.instances())
            lab.state.forget_all("kept")
        bring_up(lab.incus, alias, lab.addresses, network.gateway(lab), lab.addresses["dns"])
    return lab.incus.instances()


def _components(lab: Lab, found: list[Part], supply: Supply, instances: dict[str, dict[str, Any]]) -> None:
    done: dict[str, Future[None]] = {part.id: Future() for part in found}

    def one(part: Part) -> None:
        try:
            supply.wait(part)
            failed = [other.id for other in needed(part, found) if done[other.id].exception() is not None]
            if failed:
                raise LabError(f"{part.id} was not set up, because {', '.join(failed)} failed")  # noqa: TRY301
            provision(lab, part, boot=_running(part, instances)["last_used_at"])
        except Exception as error:  # noqa: BLE001 - goes to those who wait, and is raised when all have ended
            say(part.id, f"FAILED: {error}")
            done[part.id].set_exception(error)
        else:
            done[part.id].set_result(None)

    for part in found:
        threading.Thread(target=one, args=(part,), name=part.id, daemon=True).start()
    failed = [(part, error) for part in found if (error := done[part.id].exception()) is not None]
    if failed:
        texts = [f"- {_told(part, error)}" for part, error in failed]
        ready = len(found) - len(failed)
        raise LabError("\n".join([f"{len(failed)} of {len(found)} components failed, {ready} ready:", *texts]))


def _running(part: Part, instances: dict[str, dict[str, Any]]) -> dict[str, Any]:
    name = part.component.instance
    if name not in instances:
        raise LabError(f"its container {name} could not be made")
    if instances[name]["status"] != "Running":
        raise LabError(f"its container {name} does not run; `incus info {name} --show-log` says more")
    return instances[name]


def _told(part: Part, error: BaseException) -> str:
    text = str(error) if isinstance(error, LabError) else repr(error)
    return text if text.startswith(part.id) else f"{part.id}: {text}"
