"""The build engine: programs of the lab, from package registries alone, built once and kept by content.

`artifact.path(cache)` is the file or folder, made when it is missing. `obtain` makes many: the downloads of
the next while the present one is built.
"""

from __future__ import annotations

from lab.artifacts.base import Artifact
from lab.artifacts.debian import DebianProgram
from lab.artifacts.gomodule import GoModule, GoProgram, GoTree
from lab.artifacts.gosource import Renamed
from lab.artifacts.package import DebianFile
from lab.artifacts.queue import obtain
from lab.artifacts.wheel import Wheel, Wheels

__all__ = [
    "Artifact",
    "DebianFile",
    "DebianProgram",
    "GoModule",
    "GoProgram",
    "GoTree",
    "Renamed",
    "Wheel",
    "Wheels",
    "obtain",
]
