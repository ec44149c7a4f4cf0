"""The collections: a folder with one shard of Qdrant's engine each."""

from __future__ import annotations

import json
import re
import shutil
import threading
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

# The engine lies only in the container: 14 MB that the suite itself never needs.
import qdrant_edge as edge  # type: ignore[import-not-found]

NAME = re.compile(r"[A-Za-z0-9_-]{1,255}")
PENDING = "pending"
"""Lies in the folder of a collection while work on it is not done: found at the start, the collection is grey."""
DISTANCES = ("Cosine", "Euclid", "Dot", "Manhattan")


class NoCollection(Exception):
    """There is no collection of that name."""


class Wrong(Exception):
    """The request cannot be done; its text says why."""


@dataclass(frozen=True)
class Params:
    """A collection's vectors."""

    size: int
    distance: str


@dataclass(frozen=True)
class Hit:
    """A point found, with its score."""

    id: object
    score: float
    payload: object


class Collections:
    """All collections below one folder; each is loaded at the start, before the server is ready."""

    def __init__(self, root: Path) -> None:
        self._root = root
        self._lock = threading.Lock()
        self._shards: dict[str, tuple[Params, edge.EdgeShard]] = {}
        self._grey: set[str] = set()

    def load(self) -> None:
        """Open every collection on disk."""
        for folder in sorted(self._root.iterdir()):
            params = Params(**json.loads((folder / "params.json").read_text()))
            self._shards[folder.name] = params, edge.EdgeShard.load(str(folder / "shard"))
            if (folder / PENDING).exists():
                self._grey.add(folder.name)

    def names(self) -> list[str]:
        """Every collection."""
        return sorted(self._shards)

    def info(self, name: str) -> tuple[Params, int]:
        """Its vectors and the number of its points. Raises NoCollection."""
        params, shard = self._open(name)
        with self._lock:
            return params, int(shard.count(edge.CountRequest(exact=True)))

    def status(self, name: str) -> str:
        """Green, or grey while work that a crash left undone waits for the next write. Raises NoCollection."""
        self._open(name)
        return "grey" if name in self._grey else "green"

    def tend(self, name: str) -> None:
        """Do what was left undone. Raises NoCollection."""
        _, shard = self._open(name)
        with self._lock:
            shard.flush()
            self._done(name)

    def create(self, name: str, params: Params) -> None:
        """Make a collection. Raises Wrong when it exists or cannot be."""
        if not NAME.fullmatch(name):
            raise Wrong(f"invalid collection name {name!r}: letters, digits, _ and - only")
        if params.distance not in DISTANCES or not 1 <= params.size <= 65536:
            raise Wrong(f"vectors: size 1 to 65536 and distance one of {', '.join(DISTANCES)}, got {params}")
        with self._lock:
            if name in self._shards:
                raise Wrong(f"Collection `{name}` already exists!")
            draft = self._root.parent / f".{name}.new"
            shutil.rmtree(draft, ignore_errors=True)
            (draft / "shard").mkdir(parents=True)
            distance = getattr(edge.Distance, params.distance)
            vectors = edge.EdgeVectorParams(size=params.size, distance=distance)
            config = edge.EdgeConfig(vectors=vectors, max_search_threads=1)
            edge.EdgeShard.create(str(draft / "shard"), config).close()
            (draft / "params.json").write_text(json.dumps({"size": params.size, "distance": params.distance}))
            final = draft.rename(self._root / name)
            self._shards[name] = params, edge.EdgeShard.load(str(final / "shard"))

    def delete(self, name: str) -> bool:
        """Remove a collection; False where there is none."""
        with self._lock:
            found = self._shards.pop(name, None)
            if found is not None:
                found[1].close()
                shutil.rmtree(self._root / name)
            return found is not None

    def upsert(self, name: str, points: Sequence[tuple[object, list[float], object]]) -> None:
        """Insert or replace points (id, vector, payload). Raises NoCollection, Wrong."""
        params, shard = self._open(name)
        for identity, vector, _ in points:
            if len(vector) != params.size:
                raise Wrong(f"point {identity}: expected dim: {params.size}, got {len(vector)}")
        found = [edge.Point(id=identity, vector=vector, payload=payload) for identity, vector, payload in points]
        with self._lock:
            (self._root / name / PENDING).touch()
            shard.update(edge.UpdateOperation.upsert_points(found))
            shard.flush()
            self._done(name)

    def remove(self, name: str, ids: Sequence[object]) -> None:
        """Remove points. Raises NoCollection."""
        _, shard = self._open(name)
        with self._lock:
            shard.update(edge.UpdateOperation.delete_points(list(ids)))
            shard.flush()

    def search(self, name: str, vector: list[float], limit: int) -> list[Hit]:
        """The nearest points, best first. Raises NoCollection, Wrong."""
        params, shard = self._open(name)
        if len(vector) != params.size:
            raise Wrong(f"expected dim: {params.size}, got {len(vector)}")
        request = edge.SearchRequest(query=edge.Query.Nearest(vector), limit=limit, with_payload=True)
        with self._lock:
            return [Hit(hit.id, float(hit.score), hit.payload) for hit in shard.search(request)]

    def _done(self, name: str) -> None:
        (self._root / name / PENDING).unlink(missing_ok=True)
        self._grey.discard(name)

    def _open(self, name: str) -> tuple[Params, edge.EdgeShard]:
        if name not in self._shards:
            raise NoCollection(f"Not found: Collection `{name}` doesn't exist!")
        return self._shards[name]
