"""Zitadel's own environment variables, as far as the stand-in reads them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from lab.standins.database import Login


@dataclass(frozen=True)
class Config:
    """Where it listens, what it is called, where it keeps its data, where the first tokens go."""

    port: int
    domain: str
    scheme: str
    login: Login
    admin_token_file: Path
    renewal_token_file: Path
    token_days: int
    renewal_token_days: int

    @classmethod
    def read(cls, env: Mapping[str, str]) -> Config:
        """From the environment. Raises KeyError naming the variable that is missing."""
        return cls(
            port=int(env["ZITADEL_PORT"]),
            domain=env["ZITADEL_EXTERNALDOMAIN"].lower(),
            scheme="http" if env.get("ZITADEL_EXTERNALSECURE") == "false" else "https",
            login=Login(
                host=env["ZITADEL_DATABASE_POSTGRES_HOST"],
                port=int(env["ZITADEL_DATABASE_POSTGRES_PORT"]),
                database=env["ZITADEL_DATABASE_POSTGRES_DATABASE"],
                username=env["ZITADEL_DATABASE_POSTGRES_USER_USERNAME"],
                password=env["ZITADEL_DATABASE_POSTGRES_USER_PASSWORD"],
            ),
            admin_token_file=Path(env["ZITADEL_FIRSTINSTANCE_PATPATH"]),
            renewal_token_file=Path(env["STANDIN_RENEWAL_PATPATH"]),
            token_days=int(env["STANDIN_PAT_DAYS"]),
            renewal_token_days=int(env["STANDIN_RENEWAL_PAT_DAYS"]),
        )
