"""Send an HTTP request to a service of the platform, with secrets in it that stand nowhere else."""

from __future__ import annotations

import json
import re
import shlex
from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, ClassVar

from fixers.errors import StepFailed
from fixers.steps.step import Json, Place, Step, instance

if TYPE_CHECKING:
    from fixers.hands import Hands

Request = tuple[str, str, str]
"""Method, path, and a JSON body with `$name` where a secret goes; "" for no body."""

_PLACE = re.compile(r"\$([A-Za-z_]\w*)")
_PLACE_IN_HEREDOC = re.compile(r"\\\$([A-Za-z_]\w*)")

QUOTED = "quoted() { printf '%s' \"$1\" | sed 's/[\\\\\"]/\\\\&/g'; }"
"""Shell: its argument with a backslash before every backslash and double quote; no process is given it."""


@dataclass(frozen=True)
class HttpRequest(Step):
    """Send `request` to the service at the key `service` of the environment (`directory.servers.directory`).

    `secrets` names what stands as `$name` in a string of the body or in a header, and where the hands read it
    (`vault:gbo/cache#password`, `file:instance:/path`). `url` is the service as its own container reaches it, for the
    script. `proof` is a path and the status of a GET there once the request took effect: with it nothing is sent
    twice. `back` takes it back.
    """

    kind: ClassVar[str] = "http_request"

    instance: str
    service: str
    url: str
    request: Request
    back: Request | tuple[()] = ()
    headers: tuple[tuple[str, str], ...] = ()
    secrets: tuple[tuple[str, str], ...] = ()
    proof: tuple[str, int] | tuple[()] = ()

    def __post_init__(self) -> None:
        """Refuse what a kill could make happen twice: a bug of the remedy."""
        for method, *_ in filter(None, (self.request, self.back)):
            assert method != "POST" or self.proof, f"{self.what}: a POST is sent twice after a kill, without `proof`"

    @property
    def touches(self) -> frozenset[Place]:
        return instance(self.instance)

    def shown(self) -> str:
        method, path, body = self.request
        lines = [f"{method} {self.url}{path}", *(f"{name}: {value}" for name, value in self.headers)]
        lines += [body] if body else []
        return "\n       ".join(
            [*lines, *(f"${name} is read from {source}, never shown" for name, source in self.secrets)]
        )

    def script(self) -> list[str]:
        asked = [
            f': "${{{name}:?fill it first, from {source}: read -r {name}; export {name}}}"'
            for name, source in self.secrets
        ]
        method, path, body = self.request
        given = [f'header = "{_in_heredoc(f"{name}: {value}", self._names, 1)}"' for name, value in self.headers]
        if body:
            given.append(f'data-raw = "{_in_heredoc(body, self._names, 2)}"')
        options = ("curl", "-sS", "--fail", "--max-time", "30", "-o", "/dev/null", "-X", method, "-K", "-")
        tls = ("--insecure",) if self.url.startswith("https:") else ()  # its own loopback: nobody stands between
        header = ("-H", "Content-Type: application/json") if body else ()
        command = shlex.join((*options, *tls, *header, f"{self.url}{path}"))
        return [*asked, QUOTED, f"incus exec {shlex.quote(self.instance)} -- {command} <<GBO_HTTP", *given, "GBO_HTTP"]

    def way_back(self) -> str:
        return f"{self.back[0]} {self.url}{self.back[1]}" if self.back else ""

    def intend(self, hands: Hands) -> Json:
        return {"there": self._holds(hands)}

    def do(self, hands: Hands, intent: Json) -> Json:
        if not (self.proof and self._holds(hands)):
            self._send(hands, self.request)
        if self.proof and not self._holds(hands):
            raise StepFailed(f"{self.what}: it was accepted, and {self.proof[0]} does not show it")
        return {}

    def undo(self, hands: Hands, intent: Json) -> str | None:
        if not self.back or intent["there"] or (self.proof and not self._holds(hands)):
            return None
        self._send(hands, self.back)
        return f"{self.back[0]} {self.back[1]}"

    @property
    def _names(self) -> tuple[str, ...]:
        return tuple(name for name, _ in self.secrets)

    def _holds(self, hands: Hands) -> bool:
        """Whether the proof shows that the request took effect."""
        if not self.proof:
            return False
        path, status = self.proof
        return hands.send(self.service, ("GET", path, None), self._headers(hands)).status == status

    def _send(self, hands: Hands, request: Request) -> None:
        method, path, body = request
        content = _filled(json.loads(body), self._fill(hands)) if body else None
        reply = hands.send(self.service, (method, path, content), self._headers(hands))
        if not 200 <= reply.status < 300:
            raise StepFailed(f"{method} {path} at {self.service} was answered {reply.said}")

    def _headers(self, hands: Hands) -> dict[str, str]:
        fill = self._fill(hands)
        return {name: fill(value) for name, value in self.headers}

    def _fill(self, hands: Hands) -> Callable[[str], str]:
        values = {name: hands.secret(source) for name, source in self.secrets}
        return lambda text: _PLACE.sub(lambda found: values.get(found[1], found[0]), text)


def _filled(value: Any, fill: Callable[[str], str]) -> Any:
    if isinstance(value, dict):
        return {key: _filled(each, fill) for key, each in value.items()}
    if isinstance(value, list):
        return [_filled(each, fill) for each in value]
    return fill(value) if isinstance(value, str) else value


def _in_heredoc(text: str, names: tuple[str, ...], deep: int) -> str:
    """A text between double quotes of curl's configuration, in a here-document; secrets are quoted `deep` times."""
    for char in '\\"':
        text = text.replace(char, f"\\{char}")
    for char in "\\$`":
        text = text.replace(char, f"\\{char}")

    def named(found: re.Match[str]) -> str:
        if found[1] not in names:
            return found[0]
        value = f"${found[1]}"
        for _ in range(deep):
            value = f'$(quoted "{value}")'
        return value

    return _PLACE_IN_HEREDOC.sub(named, text)
