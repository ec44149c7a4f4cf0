"""Makes many artifacts: one at a time in the order given, the downloads of the next ones meanwhile."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

from lab.artifacts.base import Artifact
from lab.cache import Cache

Done = Callable[[Artifact, Path], None]
"""Told of each artifact as soon as it is there."""


def obtain(artifacts: Iterable[Artifact], cache: Cache, done: Done | None = None) -> None:
    """Make every artifact that is missing.

    The first failure ends the run with its LabError. What was made stays: the next run goes on from there.
    """
    todo = [artifact for artifact in dict.fromkeys(artifacts) if not artifact.present(cache)]
    with ThreadPoolExecutor(1, thread_name_prefix="download") as ahead:
        downloads = [(artifact, ahead.submit(artifact.fetch, cache)) for artifact in todo]
        try:
            for artifact, download in downloads:
                download.result()
                path = artifact.path(cache, fetched=True)
                if done is not None:
                    done(artifact, path)
        finally:
            ahead.shutdown(wait=False, cancel_futures=True)
