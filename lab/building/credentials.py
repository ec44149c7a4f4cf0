"""What lies in the lab's Vault: the guide's paths, and those of bots; every value a string. Source: ground truth 10."""

from __future__ import annotations

from lab.errors import LabError
from lab.site import Lab

GRPC_PORT = 6334


def secrets(lab: Lab) -> dict[str, dict[str, str]]:
    """Path to keys and values. Raises `LabError` when a declared path or key is not among them."""
    env = lab.env
    made = {
        "gbo/tables": _tables(lab),
        "gbo/drive": {
            "accesskey": lab.secret("drive/accesskey"),
            "secret": lab.secret("drive/secret"),
            **_place(lab, "drive", env.drive.servers["drive"].port),
        },
        "gbo/cache": _cache(lab),
        "gbo/directory": {
            **_place(lab, "directory", env.directory.servers["directory"].port),
            "project_id": lab.secret("directory/project_id", bytes=12),
            "client_id": lab.secret("directory/client_id", bytes=12),
            "client_secret": lab.secret("directory/client_secret"),
        },
        "gbo/email": {
            "smtp_host": lab.addresses["email"],
            "smtp_port": str(env.email.submissions["submission"].port),
            "smtp_user": mailbox(lab),
            "smtp_password": lab.secret("email/password"),
            "smtp_from": mailbox(lab),
        },
        "gbo/llm": {
            **_place(lab, "llm", env.llm.servers["llm"].port),
            "model": env.llm.servers["llm"].models[0],
            "api_key": lab.secret("llm/api_key"),
        },
        "gbo/vectordb": {
            **_place(lab, "vectordb", env.vectordb.servers["vectordb"].port),
            "grpc_port": str(GRPC_PORT),
            "api_key": lab.secret("vectordb/api_key"),
        },
        "gbo/tenants/lab/infrastructure": {key: _tables(lab)[key] for key in ("host", "port", "database")},
        "gbo/meet": {"api_key": lab.secret("meet/key"), "api_secret": lab.secret("meet/secret", bytes=32)},
        "gbo/jwt": {"secret": lab.secret("jwt/secret", bytes=48)},
        "gbo/encryption": {"master_key": lab.secret("encryption/master_key", bytes=32)},
    }
    for each in env.vault.resolutions.values():
        if each.level != "global":
            made[env.vault.levels(each)[each.level]] = made[env.vault.levels(each)["global"]]
    for secret in env.vault.secrets.values():
        missing = set(secret.keys) - set(made.get(secret.path, {}))
        if secret.required and missing:
            raise LabError(
                f"vault: environments/lab.toml declares {secret.path} with {', '.join(sorted(missing))}, "
                f"which the lab does not write: there are {', '.join(made.get(secret.path, {}))}"
            )
    return made


def mailbox(lab: Lab) -> str:
    """The address of the one mailbox, which is its login too."""
    return f"bot@{lab.env.domains.base}"


def _tables(lab: Lab) -> dict[str, str]:
    server = lab.env.tables.servers["tables"]
    host, user, password = lab.addresses["tables"], "botserver", lab.secret("tables/botserver")
    return {
        "host": host,
        "port": str(server.port),
        "database": server.database,
        "username": user,
        "password": password,
        "url": f"postgres://{user}:{password}@{host}:{server.port}/{server.database}",
    }


def _cache(lab: Lab) -> dict[str, str]:
    host, password = lab.addresses["system"], lab.secret("cache/password")
    port = str(lab.env.system.caches["valkey"].port)
    return {"password": password, "host": host, "port": port, "url": f"redis://:{password}@{host}:{port}"}


def _place(lab: Lab, instance: str, port: int) -> dict[str, str]:
    host = lab.addresses[instance]
    return {"host": host, "port": str(port), "url": f"http://{host}:{port}"}
