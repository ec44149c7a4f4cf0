"""A program of another release: what it depends on, and an archive that moved on."""

from __future__ import annotations

from pathlib import Path

import pytest

from lab.artifacts import DebianProgram
from lab.cache import Cache
from lab.errors import LabError
from lab.machine.apt import Apt, depends

PROGRAM = DebianProgram("llama.cpp", "forky", "llama.cpp-tools", "llama-server", home="/opt/lib")
DEPENDS = """\
llama.cpp-tools
  Depends: libllama0
  Depends: debconf
 |Depends: wget
  Depends: curl
 |Depends: debconf
  Depends: <debconf-2.0>
    cdebconf
    debconf
  Depends: libssl3t64
libllama0
  Depends: libc6:amd64
debconf
wget
  Depends: libidn2-0
<debconf-2.0>
libssl3t64
  PreDepends: zlib1g
  Depends: openssl-provider-legacy
"""
SOURCES = "Types: deb\nURIs: http://mirror.example/debian\nSuites: bookworm\nComponents: main\n"


@pytest.fixture
def cache(tmp_path: Path) -> Cache:
    return Cache(tmp_path / "cache")


def test_what_apt_says_of_dependencies() -> None:
    found = depends(DEPENDS)
    assert found["llama.cpp-tools"] == ["libllama0", "debconf", "wget", "curl", "debconf", "libssl3t64"]
    assert found["libllama0"] == ["libc6"]
    assert found["libssl3t64"] == ["zlib1g", "openssl-provider-legacy"]


def test_only_libraries_are_followed(cache: Cache, monkeypatch: pytest.MonkeyPatch) -> None:
    class Said:
        text = DEPENDS

    monkeypatch.setattr(Apt, "update", lambda _: None)
    monkeypatch.setattr("lab.machine.apt.run", lambda *_, **__: Said)
    found = Apt(cache.root, []).libraries("llama.cpp-tools")
    assert sorted(found) == ["libc6", "libllama0", "libssl3t64", "zlib1g"]


def test_the_other_release_never_touches_this_machines_packages(
    cache: Cache, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "sources.list.d").mkdir()
    (tmp_path / "sources.list.d/debian.sources").write_text(SOURCES)
    monkeypatch.setattr("lab.machine.apt.configured.__defaults__", (tmp_path,))
    apt = Apt.release(cache, "forky")
    assert [source.line.partition("] ")[2] for source in apt.sources] == ["http://mirror.example/debian forky main"]
    settings = dict(option.removeprefix("-o").split("=", 1) for option in apt.options())
    for name in ("Dir::Etc::SourceList", "Dir::State::Lists", "Dir::Cache"):
        assert settings[name].startswith(str(cache.root)), name
    assert settings["Dir::Etc::SourceParts"] == settings["Dir::State::Status"] == "/dev/null"
    assert apt.folder != Apt.machine(cache).folder


def test_what_was_fetched_is_kept_when_the_archive_moves(cache: Cache, monkeypatch: pytest.MonkeyPatch) -> None:
    def moved(*_: object) -> Apt:
        raise LabError("404 Not Found")

    monkeypatch.setattr(Apt, "release", moved)
    with pytest.raises(LabError, match="404"):
        PROGRAM.fetch(cache)
    PROGRAM._folder(cache).mkdir(parents=True)
    PROGRAM.fetch(cache)
    PROGRAM.location(cache).mkdir(parents=True)
    assert PROGRAM.path(cache) == PROGRAM.location(cache)
