"""An address to what is sent. Addresses name what the shelf holds; none is ever put together to a path."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from dataclasses import dataclass
from http import HTTPStatus
from pathlib import Path
from urllib.parse import parse_qs, unquote, urlsplit

from fixtures.errors import UserMistake
from reports.formats import FORMATS, render
from reports.serving import pages
from reports.serving.answer import HTML, JSON, PLAIN, Answer, text
from reports.serving.health import healthz, metrics, opened
from reports.serving.shelf import Kept, Selection, Shelf, shelf

KINDS = {"json": JSON, "oscal": JSON, "audit": HTML}
"""Format to its kind of content; every other one is shown as text."""


class NotThere(UserMistake):
    """Nothing of that name is on the shelf."""


@dataclass(frozen=True)
class Site:
    """A folder as it is shown.

    `oldest` is how long ago the newest run may have begun, `chosen` the selection whose runs count as whole ones do.
    """

    folder: Path
    oldest: dt.timedelta
    chosen: Selection = ()

    def answer(self, target: str) -> Answer:
        """What stands at an address: its path and query."""
        split = urlsplit(target)
        first, *words = (unquote(word, errors="replace") for word in split.path.split("/")[1:])
        query = {name: values[-1] for name, values in parse_qs(split.query).items()}
        route = ROUTES.get((first, len(words)), _nothing)
        try:
            return route(self, shelf(self.folder), query, *words)
        except NotThere as error:
            return text(HTTPStatus.NOT_FOUND, f"{error}\n")
        except UserMistake as error:
            return text(HTTPStatus.INTERNAL_SERVER_ERROR, f"{error}\n")


Query = dict[str, str]
Route = Callable[..., Answer]


def _nothing(_site: Site, _found: Shelf, _query: Query, *_words: str) -> Answer:
    raise NotThere("there is nothing at this address; begin at /")


def _overview(site: Site, found: Shelf, _query: Query) -> Answer:
    return pages.overview(site.folder, found, site.chosen)


def _healthz(site: Site, found: Shelf, _query: Query, env: str | None = None) -> Answer:
    return healthz(found, site.oldest, site.chosen, env)


def _metrics(site: Site, found: Shelf, _query: Query) -> Answer:
    return metrics(found, site.chosen)


def _run(_site: Site, found: Shelf, _query: Query, env: str, name: str) -> Answer:
    kept = _kept(found, env, name)
    return pages.run(kept, opened(kept))


def _rendered(_site: Site, found: Shelf, _query: Query, env: str, name: str, format: str) -> Answer:
    if format not in FORMATS:
        raise NotThere(f"there is no format {format}; there are {', '.join(FORMATS)}")
    body = render(format, opened(_kept(found, env, name))).encode("utf-8", "backslashreplace")
    return Answer(HTTPStatus.OK, KINDS.get(format, PLAIN), body, own_policy=KINDS.get(format) == HTML)


def _history(_site: Site, found: Shelf, _query: Query, env: str) -> Answer:
    return pages.history(env, list(_of(found, env).values())[: pages.RUNS][::-1])


def _compare(_site: Site, found: Shelf, query: Query, env: str) -> Answer:
    old, new = (_kept(found, env, query.get(name, "")) for name in ("old", "new"))
    return pages.compare(old, opened(old), new, opened(new))


ROUTES: dict[tuple[str, int], Route] = {
    ("", 0): _overview,
    ("healthz", 0): _healthz,
    ("healthz", 1): _healthz,
    ("metrics", 0): _metrics,
    ("run", 2): _run,
    ("run", 3): _rendered,
    ("history", 1): _history,
    ("compare", 1): _compare,
}
"""First word of a path, and how many follow it."""


def _of(found: Shelf, env: str) -> dict[str, Kept]:
    if env not in found.environments:
        raise NotThere(f"there is no record of {env}")
    return found.environments[env]


def _kept(found: Shelf, env: str, name: str) -> Kept:
    records = _of(found, env)
    if name not in records:
        raise NotThere(f"there is no run {name} of {env}")
    return records[name]
