"""Reading from MinIO: the buckets, their objects with ETags, an object's bytes."""

from __future__ import annotations

import datetime as dt
import http.client
import ssl
import xml.etree.ElementTree as ET
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import urlsplit

from lab.standins.botserver.signature import Keys, encoded_path, encoded_query, signed

TIMEOUT_SECONDS = 5
NAMESPACE = "{http://s3.amazonaws.com/doc/2006-03-01/}"


class DriveError(Exception):
    """MinIO did not give what was asked for."""


@dataclass(frozen=True)
class Object:
    """One object of a bucket; `size` in bytes."""

    key: str
    etag: str
    size: int
    modified: dt.datetime


class Drive:
    """A client of one server, at `url` (http or https)."""

    def __init__(self, url: str, keys: Keys, ca: Path) -> None:
        self._url = urlsplit(url)
        self._keys = keys
        self._ca = ca

    def buckets(self) -> list[str]:
        """The names of all buckets. Raises DriveError."""
        root = _parse(self._get("/", {}))
        return [name.text or "" for name in root.iter(f"{NAMESPACE}Name")]

    def objects(self, bucket: str) -> Iterator[Object]:
        """Every object of the bucket. Raises DriveError."""
        query = {"list-type": "2"}
        while True:
            root = _parse(self._get(f"/{bucket}", query))
            yield from (_object(item) for item in root.iter(f"{NAMESPACE}Contents"))
            token = root.findtext(f"{NAMESPACE}NextContinuationToken")
            if not token:
                return
            query = {"list-type": "2", "continuation-token": token}

    def read(self, bucket: str, key: str) -> bytes:
        """The object's bytes. Raises DriveError."""
        return self._get(f"/{bucket}/{key}", {})

    def _get(self, path: str, query: Mapping[str, str]) -> bytes:
        target = encoded_path(path) + (f"?{encoded_query(query)}" if query else "")
        headers = signed(self._keys, "GET", self._url.netloc, path, query, dt.datetime.now(dt.UTC))
        connection = self._connection()
        try:
            connection.request("GET", target, headers=headers)
            reply = connection.getresponse()
            body = reply.read()
        except (OSError, http.client.HTTPException) as error:
            raise DriveError(f"{self._url.netloc}: {error}") from error
        finally:
            connection.close()
        if reply.status != 200:
            raise DriveError(f"GET {target}: {reply.status} {_code(body)}")
        return body

    def _connection(self) -> http.client.HTTPConnection:
        host, port = self._url.hostname or "", self._url.port
        if self._url.scheme == "https":
            trust = ssl.create_default_context(cafile=str(self._ca))
            return http.client.HTTPSConnection(host, port, timeout=TIMEOUT_SECONDS, context=trust)
        return http.client.HTTPConnection(host, port, timeout=TIMEOUT_SECONDS)


def _parse(body: bytes) -> ET.Element:
    try:
        return ET.fromstring(body)
    except ET.ParseError as error:
        raise DriveError(f"the answer is not XML: {error}") from error


def _object(item: ET.Element) -> Object:
    def text(name: str) -> str:
        return item.findtext(f"{NAMESPACE}{name}") or ""

    modified = dt.datetime.fromisoformat(text("LastModified"))
    return Object(text("Key"), text("ETag").strip('"'), int(text("Size")), modified)


def _code(body: bytes) -> str:
    """S3's own error code; "" where the body has none."""
    start, _, rest = body.decode(errors="replace").partition("<Code>")
    return rest.partition("</Code>")[0] if rest else start[:100]
