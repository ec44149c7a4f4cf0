"""A folder of environments for one test: the real base and lab, and what the test adds."""

from __future__ import annotations

import shutil
from pathlib import Path

from fixtures.environment import ROOT

HERE = Path(__file__).parent
LOCAL = "environments/lab.local.toml"


def build(root: Path, local: bytes | None = None) -> Path:
    """A root like the repository's, with `local` as the local file of the lab."""
    (root / "environments").mkdir(parents=True, exist_ok=True)
    for name in ("base", "lab", "prod", "stage"):
        shutil.copy(ROOT / "environments" / f"{name}.toml", root / "environments")
    if local is not None:
        (root / LOCAL).write_bytes(local)
    return root
