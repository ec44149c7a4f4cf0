"""Debian packages by a private list of sources, derived from the machine's own, which stay untouched."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

from fixtures.errors import UserMistake
from lab.cache import Cache
from lab.command import run
from lab.errors import LabError

RELEASE = "bookworm"
_SOURCES = Path("/etc/apt")
_KEYRING = "/usr/share/keyrings/debian-archive-keyring.gpg"
_QUIET = {"DEBIAN_FRONTEND": "noninteractive", "LC_ALL": "C.UTF-8"}
_LIBRARY = re.compile(r"z?lib")
"""How Debian's packages of shared libraries begin."""


@dataclass(frozen=True)
class Source:
    """One archive with one suite, as apt reads it."""

    uri: str
    suite: str
    keyring: str

    @property
    def line(self) -> str:
        """The one-line form."""
        return f"deb [signed-by={self.keyring}] {self.uri} {self.suite} main"


def configured(folder: Path = _SOURCES) -> list[Source]:
    """The sources of this Debian release that the machine has, in both notations of apt.

    Raises `UserMistake` when the release itself is not among them.
    """
    found: list[Source] = []
    for path in [folder / "sources.list", *sorted((folder / "sources.list.d").glob("*"))]:
        if not path.is_file():
            continue
        if path.suffix == ".list":
            found += _one_line(path.read_text())
        elif path.suffix == ".sources":
            found += _deb822(path.read_text())
    ours = [source for source in found if source.suite.split("-")[0] == RELEASE]
    if not any(source.suite == RELEASE for source in ours):
        raise UserMistake(f"apt has no source for Debian 12 ({RELEASE}) in {folder}: the lab derives its own from it")
    return list(dict.fromkeys(ours))


def _one_line(text: str) -> Iterable[Source]:
    for line in text.splitlines():
        match = re.match(r"deb\s+(?:\[(?P<options>[^]]*)\]\s+)?(?P<uri>\S+)\s+(?P<suite>\S+)\s+.*\bmain\b", line)
        if match:
            signed = re.search(r"signed-by=(\S+)", match["options"] or "")
            yield Source(match["uri"], match["suite"].rstrip("/"), signed[1] if signed else _KEYRING)


def _deb822(text: str) -> Iterable[Source]:
    for stanza in re.split(r"\n\s*\n", text):
        lines = [line for line in stanza.splitlines() if not line.startswith("#")]
        fields = dict(re.findall(r"(?m)^([A-Za-z-]+):[ \t]*(.*(?:\n[ \t]+.*)*)", "\n".join(lines)))
        if "deb" not in fields.get("Types", "").split() or fields.get("Enabled", "yes").strip() == "no":
            continue
        if "main" not in fields.get("Components", "").split():
            continue
        keyring = fields.get("Signed-By", "").strip()
        keyring = keyring if keyring.startswith("/") else _KEYRING
        for uri in fields.get("URIs", "").split():
            for suite in fields.get("Suites", "").split():
                yield Source(uri, suite.rstrip("/"), keyring)


def with_backports(sources: list[Source]) -> list[Source]:
    """The sources and, from the same archive as the release, its backports."""
    main = next(source for source in sources if source.suite == RELEASE)
    backports = Source(main.uri, f"{RELEASE}-backports", main.keyring)
    return list(dict.fromkeys([*sources, backports]))


class Apt:
    """apt with a private list of sources, its own lists and its own downloads."""

    def __init__(self, folder: Path, sources: list[Source], *options: str) -> None:
        self.folder = folder
        self.sources = sources
        self._options = options

    @classmethod
    def machine(cls, cache: Cache) -> Apt:
        """This machine's release and its backports."""
        return cls(cache.root / "apt", with_backports(configured()))

    @classmethod
    def release(cls, cache: Cache, suite: str) -> Apt:
        """Another release from the same archive, to download from: this machine's packages are unknown to it."""
        main = next(source for source in configured() if source.suite == RELEASE)
        folder = cache.root / f"apt-{suite}"
        return cls(
            folder,
            [Source(main.uri, suite, main.keyring)],
            "-oDir::State::Status=/dev/null",
            "-oDir::Etc::Preferences=/dev/null",
            "-oDir::Etc::PreferencesParts=/dev/null",
            "-oAPT::Sandbox::User=root",
        )

    def options(self) -> list[str]:
        """What makes apt look at our list only, and keep its own lists and downloads with ours."""
        return [
            f"-oDir::Etc::SourceList={self.folder}/sources.list",
            "-oDir::Etc::SourceParts=/dev/null",
            f"-oDir::State::Lists={self.folder}/lists",
            f"-oDir::Cache={self.folder}",
            "-oAcquire::Languages=none",
            "-oAcquire::Retries=3",
            "-oAcquire::IndexTargets::deb::DEP-11::DefaultEnabled=false",
            "-oAPT::Update::Post-Invoke-Success::=true",
            *self._options,
        ]

    def update(self) -> None:
        """Ask the archives for their indexes. Raises `LabError` with apt's words."""
        for part in ("lists/partial", "archives/partial"):
            (self.folder / part).mkdir(parents=True, exist_ok=True)
        (self.folder / "sources.list").write_text("".join(f"{source.line}\n" for source in self.sources))
        run(["apt-get", *self.options(), "-qq", "update"], env=_QUIET, timeout=300)

    def install(self, packages: Iterable[str]) -> None:
        """Install packages (`name` or `name/suite`). Raises `LabError` with apt's words."""
        try:
            self.update()
            run(
                ["apt-get", *self.options(), "-qq", "install", "--yes", "--no-install-recommends", *packages],
                env=_QUIET,
                timeout=900,
            )
        except LabError as error:
            raise LabError(f"Debian packages could not be installed ({', '.join(packages)}): {error}") from error

    def libraries(self, package: str) -> list[str]:
        """The packages of libraries that the index makes the package depend on, directly or not."""
        self.update()
        told = run(["apt-cache", *self.options(), "--important", "depends", "--recurse", package], env=_QUIET).text
        wanted: dict[str, None] = {}
        todo, known = [package], depends(told)
        while todo:
            for name in known.get(todo.pop(), []):
                if _LIBRARY.match(name) and name not in wanted:
                    wanted[name] = None
                    todo.append(name)
        return list(wanted)

    def download(self, packages: Iterable[str], folder: Path) -> None:
        """Put the packages, verified by the signed index, into the folder. Raises `LabError` with apt's words."""
        run(["apt-get", *self.options(), "-qq", "download", *packages], env=_QUIET, timeout=600, cwd=folder)


def depends(told: str) -> dict[str, list[str]]:
    """What each package of `apt-cache depends --recurse` depends on; of alternatives all, virtual ones left out."""
    found: dict[str, list[str]] = {}
    for line in told.splitlines():
        if line and not line[0].isspace() and line[0] not in "<|":
            names = found.setdefault(line.strip(), [])
        elif match := re.fullmatch(r"[ |]*(?:Pre)?Depends: ([^<\s]\S*)", line):
            names.append(match[1].partition(":")[0])
    return found
