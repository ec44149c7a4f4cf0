"""The HTTP side. Probes need no key, everything else does, as in Qdrant."""

from __future__ import annotations

import hmac
import threading
from collections.abc import Mapping
from typing import TYPE_CHECKING

from lab.standins.qdrant.points import identity_of, limit_of, points_of, vector_of
from lab.standins.web import BadRequest, Reply, Request, Router, as_json, as_text

if TYPE_CHECKING:
    from lab.standins.qdrant.collections import Collections

Found = Mapping[str, str]
COLLECTION = r"/collections/(?P<name>[^/]+)"


class Qdrant:
    """Answers requests; `ready` is set when every collection is loaded. Without a key everybody is served."""

    def __init__(self, collections: Collections, key: str | None) -> None:
        self._collections = collections
        self._key = key.encode() if key is not None else None
        self.ready = threading.Event()
        self._router = Router()
        self._routes()

    def answer(self, request: Request) -> Reply:
        """The reply to a request."""
        match request.path:
            case "/healthz" | "/livez":
                return as_text("healthz check passed" if request.path == "/healthz" else "livez check passed")
            case "/readyz":
                return (
                    as_text("all shards are ready")
                    if self.ready.is_set()
                    else as_text("some shards are not ready", 503)
                )
            case "/":
                return as_json({"title": "qdrant - vector search engine", "version": "stand-in on qdrant-edge 0.9.0"})
        if refused := self._refused(request):
            return refused
        if not self.ready.is_set():
            return _error("the collections are being loaded", 503)
        from lab.standins.qdrant.collections import NoCollection, Wrong

        try:
            return self._router.answer(request) or as_json("", 404)
        except NoCollection as error:
            return _error(str(error), 404)
        except (BadRequest, Wrong) as error:
            return _error(f"Wrong input: {error}", 400)

    def _refused(self, request: Request) -> Reply | None:
        if self._key is None:
            return None
        bearer = request.header("Authorization").removeprefix("Bearer ")
        given = (request.header("api-key") or bearer).encode()
        if not given:
            return as_text("Must provide an API key or an Authorization bearer token", 401)
        if not hmac.compare_digest(given, self._key):
            return as_text("Invalid API key or JWT", 403)
        return None

    def _routes(self) -> None:
        on, collections = self._router.on, self._collections

        @on("GET", "/collections")
        def listing(_request: Request, _found: Found) -> Reply:
            return _result({"collections": [{"name": name} for name in collections.names()]})

        @on("GET", COLLECTION)
        def info(_request: Request, found: Found) -> Reply:
            params, count = collections.info(found["name"])
            vectors = {"size": params.size, "distance": params.distance}
            state = {"status": collections.status(found["name"]), "optimizer_status": "ok"}
            return _result({**state, "points_count": count, "config": {"params": {"vectors": vectors}}})

        @on("PUT", COLLECTION)
        def create(request: Request, found: Found) -> Reply:
            from lab.standins.qdrant.collections import Params

            vectors = request.json().get("vectors")
            if not isinstance(vectors, dict) or not isinstance(vectors.get("size"), int):
                raise BadRequest("vectors: an object with size and distance")
            collections.create(found["name"], Params(vectors["size"], str(vectors.get("distance"))))
            return _result(True)

        @on("PATCH", COLLECTION)
        def tend(_request: Request, found: Found) -> Reply:
            collections.tend(found["name"])
            return _result(True)

        @on("DELETE", COLLECTION)
        def delete(_request: Request, found: Found) -> Reply:
            return _result(collections.delete(found["name"]))

        @on("PUT", COLLECTION + "/points")
        def upsert(request: Request, found: Found) -> Reply:
            collections.upsert(found["name"], points_of(request.json()))
            return _result({"operation_id": 0, "status": "completed"})

        @on("POST", COLLECTION + "/points/delete")
        def remove(request: Request, found: Found) -> Reply:
            ids = request.json().get("points")
            if not isinstance(ids, list):
                raise BadRequest("missing field `points`")
            collections.remove(found["name"], [identity_of(value) for value in ids])
            return _result({"operation_id": 0, "status": "completed"})

        @on("POST", COLLECTION + "/points/count")
        def count(_request: Request, found: Found) -> Reply:
            return _result({"count": collections.info(found["name"])[1]})

        @on("POST", COLLECTION + "/points/search")
        def search(request: Request, found: Found) -> Reply:
            body = request.json()
            hits = collections.search(found["name"], vector_of(body.get("vector")), limit_of(body))
            return _result([{"id": hit.id, "version": 0, "score": hit.score, "payload": hit.payload} for hit in hits])


def _result(value: object) -> Reply:
    return as_json({"result": value, "status": "ok", "time": 0.0})


def _error(text: str, status: int) -> Reply:
    return as_json({"status": {"error": text}, "time": 0.0}, status)
