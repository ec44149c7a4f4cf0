"""How Vault's command line is told its server, inside the server's container."""

from __future__ import annotations

from collections.abc import Iterator

from fixtures.expectations.vault import VaultServer


def variables(server: VaultServer) -> Iterator[str]:
    """`NAME=value` of each; a token is not among them."""
    yield f"VAULT_ADDR={'https' if server.tls else 'http'}://127.0.0.1:{server.port}"
    if server.tls:
        yield f"VAULT_CACERT={server.ca_file}"
        if server.server_name:
            yield f"VAULT_TLS_SERVER_NAME={server.server_name}"
