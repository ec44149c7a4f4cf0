"""Reading secrets from Vault over TLS, verified with the authority in VAULT_CACERT."""

from __future__ import annotations

import json
import ssl
import urllib.error
import urllib.request

from lab.standins.botserver.settings import Settings

TIMEOUT_SECONDS = 5


class VaultError(Exception):
    """A secret could not be read."""


def secret(settings: Settings, path: str, *keys: str) -> dict[str, str]:
    """The secret at `path` of the mount `secret`, which must hold the keys as text. Raises VaultError."""
    url = f"{settings.vault_address}/v1/secret/data/{path}"
    request = urllib.request.Request(url, headers={"X-Vault-Token": settings.vault_token})
    try:
        trust = ssl.create_default_context(cafile=str(settings.vault_ca))
        with urllib.request.urlopen(request, timeout=TIMEOUT_SECONDS, context=trust) as reply:
            data = json.load(reply)["data"]["data"]
    except urllib.error.HTTPError as error:
        raise VaultError(f"{path}: {error.code} {error.read(500).decode(errors='replace').strip()}") from error
    except OSError as error:
        raise VaultError(f"{path}: {settings.vault_address} with CA {settings.vault_ca}: {error}") from error
    except (ValueError, KeyError, TypeError) as error:
        raise VaultError(f"{path}: the answer is not a secret: {error!r}") from error
    for key in keys:
        if not isinstance(data.get(key), str) or not data[key]:
            kind = "empty text" if data.get(key) == "" else type(data[key]).__name__ if key in data else "nothing"
            raise VaultError(f"{path}: key {key} must be text, found {kind}; the keys are {', '.join(sorted(data))}")
    return {key: value for key, value in data.items() if isinstance(value, str)}
