"""Brings the components' artifacts while the lab is being built: Go builds one by one, the rest beside them."""

from __future__ import annotations

from collections.abc import Iterable
from concurrent.futures import Future, ThreadPoolExecutor
from pathlib import Path

from lab.artifacts import Artifact
from lab.cache import Cache
from lab.discover import Part


class Supply:
    """All artifacts of some components, under way from the moment this is made, in the components' order."""

    def __init__(self, parts: Iterable[Part], cache: Cache) -> None:
        self._pools = (ThreadPoolExecutor(1), ThreadPoolExecutor(1), ThreadPoolExecutor(2))
        builder, downloader, others = self._pools
        self._coming: dict[Artifact, Future[Path]] = {}
        for artifact in dict.fromkeys(a for part in parts for a in part.component.artifacts.values()):
            if artifact.present(cache) or artifact.slot != "go-build":
                self._coming[artifact] = others.submit(artifact.path, cache)
            else:
                download = downloader.submit(artifact.fetch, cache)
                self._coming[artifact] = builder.submit(_build, artifact, cache, download)

    def wait(self, part: Part) -> None:
        """Return when every artifact of the component is there. Raises `LabError` with the reason if not."""
        for artifact in part.component.artifacts.values():
            self._coming[artifact].result()

    def close(self) -> None:
        """Begin nothing more."""
        for pool in self._pools:
            pool.shutdown(wait=False, cancel_futures=True)


def _build(artifact: Artifact, cache: Cache, download: Future[None]) -> Path:
    download.result()
    return artifact.path(cache, fetched=True)
