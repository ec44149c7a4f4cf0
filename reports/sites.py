"""Platforms in one record: how each is called, and its things by its name."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping

from reports.line import CheckLine, EmptyLine, FrameworkLine, LeftOutLine, PlatformLine
from reports.record import Record


def sites_of(records: Iterable[Record]) -> dict[str, list[Record]]:
    """Records by the name of their platform: the environment, and the host where two platforms are of one."""
    groups: dict[tuple[str, tuple[tuple[str, str], ...]], list[Record]] = {}
    for record in records:
        proof = tuple(sorted(record.run.against.identity.items()))
        groups.setdefault((record.run.env, proof), []).append(record)
    environments = [env for env, _ in groups]
    named: dict[str, list[Record]] = {}
    for (env, proof), shards in groups.items():
        host = dict(proof).get("hostname") or shards[0].run.where.host
        name = env if environments.count(env) == 1 else f"{env}@{host}"
        named[name if name not in named else f"{name}#{len(named) + 1}"] = shards
    return named


def prefix(sites: Mapping[str, object], site: str) -> str:
    """What stands before the things of a site: nothing where it is the only one."""
    return f"{site}/" if len(sites) > 1 else ""


def of_site(line: CheckLine | EmptyLine, prefix: str) -> CheckLine | EmptyLine:
    """An outcome with its thing named so, and all that it leads to."""
    if not prefix:
        return line
    changed: dict[str, object] = {
        "id": id_of(line.id, prefix),
        "subject": f"{prefix}{line.subject}",
        "container": f"{prefix}{line.container}",
    }
    if isinstance(line, CheckLine):
        changed |= {
            "root": line.root and id_of(line.root, prefix),
            "needs": tuple(id_of(e, prefix) for e in line.needs),
        }
    return line.model_copy(update=changed)


def platform_of(sites: Mapping[str, list[Record]]) -> Iterator[PlatformLine]:
    """What is declared to be there, of all sites that say it."""
    parts = []
    for site, shards in sites.items():
        if (line := next((record.platform for record in shards if record.platform), None)) is not None:
            parts.append((prefix(sites, site), line))
    if parts:
        yield PlatformLine(
            at=parts[0][1].at,
            instances=tuple(
                each.model_copy(update={"name": f"{before}{each.name}"})
                for before, line in parts
                for each in line.instances
            ),
            published=tuple(
                each.model_copy(update={"id": f"{before}{each.id}", "container": f"{before}{each.container}"})
                for before, line in parts
                for each in line.published
            ),
        )


def frameworks_of(records: Iterable[Record]) -> Iterator[FrameworkLine]:
    """Those of all, each with the checks that any of them maps."""
    found: dict[str, FrameworkLine] = {}
    for line in (line for record in records for line in record.frameworks):
        known = found.setdefault(line.id, line)
        both = [*known.controls.items(), *line.controls.items()]
        merged: dict[str, dict[str, None]] = {id: {} for id, _ in both}
        for id, checks in both:
            merged[id] |= dict.fromkeys(checks)
        found[line.id] = known.model_copy(update={"controls": {id: tuple(checks) for id, checks in merged.items()}})
    yield from found.values()


def left_out_of(shards: Iterable[Record], prefix: str) -> Iterator[LeftOutLine]:
    """What no shard of a site asked."""
    records = list(shards)
    asked = {id for record in records for id in record.outcomes}
    for line in {line.what: line for record in records for line in record.left_out}.values():
        left = (id for id in line.ids if id not in asked)
        ids = tuple(id_of(id, prefix) if line.what == "canary" else id for id in left)
        yield from [line.model_copy(update={"ids": ids})] if ids else []


def id_of(id: str, prefix: str) -> str:
    """`check[site/subject]`."""
    return id.replace("[", f"[{prefix}", 1)


def home_of(sites: Iterable[str], env: str, id: str) -> tuple[str, str]:
    """Of a check's id the environment that it is asked of, and its id there."""
    for site in sites:
        if f"[{site}/" in id:
            return site.partition("@")[0], id.replace(f"[{site}/", "[", 1)
    return env, id
