from __future__ import annotations

import threading
import time
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from pathlib import Path

import pytest

from lab.artifacts import Artifact, GoModule, obtain
from lab.artifacts.command import call
from lab.artifacts.toolchain import Toolchain
from lab.cache import Cache
from lab.errors import LabError


@dataclass(frozen=True)
class Made(Artifact):
    """An artifact that writes down what happened to it."""

    log: list[str] = field(default_factory=list, compare=False, hash=False)
    fails: bool = False
    pause: float = 0

    @property
    def output(self) -> str:
        return "program"

    @property
    def slot(self) -> str:
        return "test"

    def recipe(self) -> Mapping[str, object]:
        return {"name": self.name, "version": self.version}

    def download(self, cache: Cache) -> None:
        self.log.append(f"download {self.name}")

    def make(self, cache: Cache, folder: Path) -> None:
        self.log.append(f"make {self.name}")
        (folder / "program").write_text(self.version)
        time.sleep(self.pause)
        if self.fails:
            raise LabError(f"{self.title}: no")
        self.log.append(f"made {self.name}")


@pytest.fixture
def cache(tmp_path: Path) -> Cache:
    return Cache(tmp_path / "cache")


def test_made_once(cache: Cache) -> None:
    artifact = Made("a", "1")
    assert artifact.path(cache).read_text() == "1"
    assert artifact.path(cache) == artifact.path(cache)
    assert artifact.log == ["download a", "make a", "made a"]


def test_another_recipe_lies_elsewhere(cache: Cache) -> None:
    artifact = Made("a", "1")
    assert artifact.path(cache) != replace(artifact, version="2").path(cache)
    assert artifact.path(cache).read_text() == "1"


def test_a_failure_leaves_nothing_and_is_tried_again(cache: Cache) -> None:
    artifact = Made("a", "1", fails=True)
    for _ in range(2):
        with pytest.raises(LabError, match="a 1: no"):
            artifact.path(cache)
    assert not artifact.present(cache)
    assert list(cache.root.glob("partial/*")) == []
    assert artifact.log.count("make a") == 2


def test_what_a_kill_left_behind_is_removed(cache: Cache) -> None:
    artifact = Made("a", "1")
    left = cache.path("partial", f"4242-{artifact.location(cache).name}", "program")
    left.write_text("half")
    assert artifact.path(cache).read_text() == "1"
    assert list(cache.root.glob("partial/*")) == []


def test_two_at_once_make_it_once(cache: Cache) -> None:
    artifact = Made("a", "1", pause=0.3)
    threads = [threading.Thread(target=artifact.path, args=(cache,)) for _ in range(3)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert artifact.log.count("make a") == 1


def test_downloads_run_ahead_of_builds(cache: Cache) -> None:
    log: list[str] = []
    first, second = Made("a", "1", log, pause=0.3), Made("b", "1", log)
    obtain([first, second, first], cache)
    assert log.index("download b") < log.index("made a")
    assert log.index("made a") < log.index("make b")


def test_a_failure_ends_the_run_and_keeps_what_was_made(cache: Cache) -> None:
    good, bad, never = Made("a", "1"), Made("b", "1", fails=True), Made("c", "1")
    with pytest.raises(LabError, match="b 1: no"):
        obtain([good, bad, never], cache)
    assert good.present(cache)
    assert not never.present(cache)


def test_the_toolchain_is_part_of_the_key(cache: Cache, monkeypatch: pytest.MonkeyPatch) -> None:
    artifact = GoModule("x", "v1.0.0", module="example.test/x", sum="h1:x")
    places = set()
    for version in ("1.26.2", "1.26.3"):
        monkeypatch.setattr("lab.artifacts.gomodule.toolchain", lambda v=version: Toolchain(v, None))
        places.add(artifact.location(cache))
    assert len(places) == 2


@pytest.mark.process
def test_a_command_that_fails_says_its_last_lines(tmp_path: Path) -> None:
    with pytest.raises(LabError) as caught:
        call("x: build", ["sh", "-c", "seq 1 50; echo broken >&2; exit 3"], cwd=tmp_path)
    text = str(caught.value)
    assert text.startswith("x: build: `sh -c")
    assert "ended with 3" in text
    assert text.endswith("  broken")
    assert "  10\n" not in text


@pytest.mark.process
def test_a_command_that_is_missing_is_named(tmp_path: Path) -> None:
    with pytest.raises(LabError, match="no-such-program"):
        call("x: build", ["no-such-program"], cwd=tmp_path)
