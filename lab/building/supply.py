"""Brings the components' artifacts while the lab is being built: Go builds as they can be, the rest beside them."""

from __future__ import annotations

import queue
import threading
from collections.abc import Iterable
from concurrent.futures import Future, ThreadPoolExecutor
from pathlib import Path

from lab.artifacts import Artifact
from lab.building.component import Part
from lab.cache import Cache

BUILDERS = 2
"""Go builds at once."""


class Supply:
    """All artifacts of some components, under way from the moment this is made, in the components' order.

    A build begins when its modules are there; of those that could begin, the first in order does.
    """

    def __init__(self, parts: Iterable[Part], cache: Cache) -> None:
        self._cache = cache
        self._coming: dict[Artifact, Future[Path]] = {}
        self._buildable: queue.PriorityQueue[tuple[int, Artifact]] = queue.PriorityQueue()
        self._ended = threading.Event()
        self._modules = ThreadPoolExecutor(2, thread_name_prefix="modules")
        self._others = ThreadPoolExecutor(1, thread_name_prefix="download")
        artifacts = dict.fromkeys(a for part in parts for a in part.component.artifacts.values())
        builds = 0
        for place, artifact in enumerate(artifacts):
            self._coming[artifact] = Future()
            if artifact.slot == "go-build" and not artifact.present(cache):
                builds += 1
                self._modules.submit(self._fetch, place, artifact)
            else:
                self._others.submit(self._make, artifact)
        for _ in range(min(BUILDERS, builds)):
            threading.Thread(target=self._build, name="build", daemon=True).start()

    def wait(self, part: Part) -> None:
        """Return when every artifact of the component is there. Raises `LabError` with the reason if not."""
        for artifact in part.component.artifacts.values():
            self._coming[artifact].result()

    def close(self) -> None:
        """Begin nothing more."""
        self._ended.set()
        for pool in (self._modules, self._others):
            pool.shutdown(wait=False, cancel_futures=True)

    def _fetch(self, place: int, artifact: Artifact) -> None:
        try:
            artifact.fetch(self._cache)
        except Exception as error:  # noqa: BLE001 - raised by `wait`
            self._coming[artifact].set_exception(error)
        else:
            self._buildable.put((place, artifact))

    def _build(self) -> None:
        while not self._ended.is_set():
            try:
                _, artifact = self._buildable.get(timeout=1)
            except queue.Empty:
                continue
            self._make(artifact, fetched=True)

    def _make(self, artifact: Artifact, *, fetched: bool = False) -> None:
        try:
            self._coming[artifact].set_result(artifact.path(self._cache, fetched=fetched))
        except Exception as error:  # noqa: BLE001 - raised by `wait`
            self._coming[artifact].set_exception(error)
