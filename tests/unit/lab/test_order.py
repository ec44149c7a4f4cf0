"""The order of components and of their artifacts."""

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

import pytest

from lab.artifacts import Artifact
from lab.building.component import Component, Part, needed, ordered
from lab.building.supply import Supply
from lab.cache import Cache
from lab.components import parts
from lab.errors import LabError


def part(name: str, *needs: str, artifacts: Mapping[str, Artifact] | None = None) -> Part:
    component = Component(name, name, "real", name, (), lambda _: [], artifacts or {}, needs)
    return Part(name, component, "")


def test_longest_chain_first() -> None:
    vault, tables, alm, runner = part("vault"), part("tables"), part("alm", "tables"), part("runner", "alm")
    assert [each.id for each in ordered([vault, runner, alm, tables])] == ["tables", "alm", "runner", "vault"]
    assert needed(runner, [vault, tables, alm]) == [alm]


def test_circle_is_named() -> None:
    with pytest.raises(LabError, match=r"circle: .*a.*b"):
        ordered([part("a", "b"), part("b", "a")])


def test_every_component_of_ours_can_be_ordered() -> None:
    found = parts()
    instances = {each.component.instance for each in found}
    assert len(instances) == 14
    assert all(set(each.component.needs) <= instances for each in found)


@dataclass(frozen=True)
class Made(Artifact):
    """An artifact of nothing but a file."""

    fails: bool = False

    @property
    def slot(self) -> str:
        return "go-build"

    def recipe(self) -> Mapping[str, object]:
        return {"fails": self.fails}

    def download(self, cache: Cache) -> None:
        if self.fails:
            raise LabError(f"{self.title}: no such module")

    def make(self, cache: Cache, folder: Path) -> None:
        (folder / "program").write_text(self.name)


def test_one_failing_artifact_stops_only_its_component(tmp_path: Path) -> None:
    good = part("good", artifacts={"program": Made("good", "1")})
    bad = part("bad", artifacts={"program": Made("bad", "1", fails=True)})
    supply = Supply([bad, good], Cache(tmp_path))
    try:
        supply.wait(good)
        with pytest.raises(LabError, match="bad 1: no such module"):
            supply.wait(bad)
    finally:
        supply.close()
    assert Made("good", "1").present(Cache(tmp_path))
