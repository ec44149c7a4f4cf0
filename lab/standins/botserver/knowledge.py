"""Knowledge base: a document's paragraphs as vectors in Qdrant.

The embedding is a hashed bag of words: it finds equal words, which is all that the lab asks of it.
"""

from __future__ import annotations

import json
import math
import re
import urllib.error
import urllib.request
import uuid
from dataclasses import dataclass, field
from hashlib import sha256

DIMENSIONS = 64
TIMEOUT_SECONDS = 5


class KnowledgeError(Exception):
    """Qdrant refused, or the document cannot be indexed."""


class KnowledgeUnreachable(Exception):
    """Qdrant does not answer."""


def embedding(text: str) -> list[float]:
    """A unit vector of the text's words; the first axis alone where there are none."""
    vector = [0.0] * DIMENSIONS
    for word in re.findall(r"\w+", text.lower()):
        vector[sha256(word.encode()).digest()[0] % DIMENSIONS] += 1
    length = math.sqrt(sum(value * value for value in vector))
    return [value / length for value in vector] if length else [1.0, *vector[1:]]


def collection_of(bot: str, path: str) -> str:
    """`{bot}_{folder below .gbkb}`, or `{bot}_kb` for a file directly in it."""
    parts = path.partition(".gbkb/")[2].split("/")
    return f"{bot}_{parts[0] if len(parts) > 1 else 'kb'}"


@dataclass(frozen=True)
class Knowledge:
    """A client of one Qdrant at `url`."""

    url: str
    key: str = field(repr=False)

    def index(self, bot: str, path: str, content: bytes) -> int:
        """Index a document and give the number of its paragraphs.

        Raises KnowledgeError, KnowledgeUnreachable, UnicodeDecodeError.
        """
        chunks = [chunk.strip() for chunk in content.decode().split("\n\n") if chunk.strip()]
        name = collection_of(bot, path)
        if self._call("GET", f"/collections/{name}") is None:
            self._call("PUT", f"/collections/{name}", {"vectors": {"size": DIMENSIONS, "distance": "Cosine"}})
        points = [
            {
                "id": str(uuid.uuid5(uuid.NAMESPACE_URL, f"{path}#{number}")),
                "vector": embedding(chunk),
                "payload": {"file": path, "text": chunk},
            }
            for number, chunk in enumerate(chunks)
        ]
        if points:
            self._call("PUT", f"/collections/{name}/points?wait=true", {"points": points})
        return len(points)

    def _call(self, method: str, path: str, body: object = None) -> object | None:
        """The answer; None for 404 to a GET."""
        data = None if body is None else json.dumps(body).encode()
        headers = {"api-key": self.key, "Content-Type": "application/json"}
        request = urllib.request.Request(self.url + path, data=data, headers=headers, method=method)
        try:
            with urllib.request.urlopen(request, timeout=TIMEOUT_SECONDS) as reply:
                return object() if not (text := reply.read()) else json.loads(text)
        except urllib.error.HTTPError as error:
            if error.code == 404 and method == "GET":
                return None
            raise KnowledgeError(f"{method} {path}: {error.code} {error.read(300).decode(errors='replace')}") from error
        except OSError as error:
            raise KnowledgeUnreachable(f"{self.url}: {error}") from error
