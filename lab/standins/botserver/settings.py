"""What BotServer reads from its .env."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path


@dataclass(frozen=True)
class Settings:
    """The environment, as far as the stand-in uses it."""

    vault_address: str
    vault_ca: Path
    work_path: Path
    port: int = 8080
    interval: float = 5
    """Seconds between two looks of DriveMonitor."""
    vault_token: str = field(default="", repr=False)

    @classmethod
    def read(cls, env: Mapping[str, str]) -> Settings:
        """From the environment. Raises KeyError naming the variable that is missing."""
        return cls(
            vault_address=env["VAULT_ADDR"].rstrip("/"),
            vault_ca=Path(env["VAULT_CACERT"]),
            vault_token=env["VAULT_TOKEN"],
            work_path=Path(env.get("GBO_WORK_PATH", "/opt/gbo/work")),
            port=int(env.get("PORT", "8080")),
            interval=float(env.get("DRIVE_MONITOR_INTERVAL", "5")),
        )
