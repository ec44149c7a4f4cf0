"""axe-core, which judges whether people who see or hear a page otherwise can use it; from npm, pinned by its hash."""

from __future__ import annotations

import base64
import hashlib
import shutil
import subprocess
import tarfile
import tempfile
from pathlib import Path
from typing import Any

from lab.cache import Cache
from lab.machine.apt import Apt
from tests.browser.chromium import Chromium

VERSION = "4.14.1"
INTEGRITY = "FHfa+lmNjQZfJz1q8wKqIDwC6DExcHt/pkjNQb09a3NPjCKg2rhu5qb2S4r76ASyFNNtuFooJpZe37OgudVGtQ=="
"""SHA-512 of the package, as npm has it."""
STANDARDS = ("wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice")


def axe() -> str:
    """Its script; fetched where the cache does not have it.

    Raises:
        ValueError: what came is not what is pinned.
    """
    cache = Cache()
    kept = cache.path("readers", f"axe-core-{VERSION}.js")
    if not kept.exists():
        with tempfile.TemporaryDirectory() as name, cache.making(kept) as partial:
            partial.write_bytes(_taken(_fetched(Path(name))))
    return kept.read_text("utf-8")


def violations(browser: Chromium) -> dict[str, list[str]]:
    """What it finds in the open page: the rule to the elements that break it."""
    browser.run(axe())
    wanted = {"runOnly": {"type": "tag", "values": list(STANDARDS)}, "resultTypes": ["violations"]}
    found: dict[str, Any] = browser.run(f"axe.run(document, {wanted})")
    return {
        f"{each['id']}: {each['help']}": [node["html"][:200] for node in each["nodes"]] for each in found["violations"]
    }


def _fetched(folder: Path) -> bytes:
    if shutil.which("npm") is None:
        Apt.machine(Cache()).install(["npm"])
    words = ["npm", "pack", f"axe-core@{VERSION}", "--silent", "--pack-destination", str(folder)]
    subprocess.run(words, cwd=folder, check=True, timeout=120, stdout=subprocess.DEVNULL)
    (file,) = folder.glob("*.tgz")
    content = file.read_bytes()
    found = base64.b64encode(hashlib.sha512(content).digest()).decode()
    if found != INTEGRITY:
        raise ValueError(f"axe-core {VERSION} has the SHA-512 {found}, pinned is {INTEGRITY}")
    return content


def _taken(package: bytes) -> bytes:
    with tempfile.TemporaryFile() as file:
        file.write(package)
        file.seek(0)
        with tarfile.open(fileobj=file, mode="r:gz") as archive:
            member = archive.extractfile("package/axe.min.js")
            assert member is not None
            return member.read()
