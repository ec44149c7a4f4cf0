"""Operates Vault from inside its container, so that neither keys nor root token leave it.

    operate.py init SHARES THRESHOLD     initialise unless it is, write the init file
    operate.py unseal                    unseal unless it is, with as many keys as the threshold says
    operate.py setup                     policy, mount, secrets, token: JSON in on standard input, JSON out

VAULT_ADDR, VAULT_CACERT and INIT_FILE say where. Secrets travel in bodies only. Exit status 1 with one
sentence when Vault refuses; everything may be run again and then changes nothing.
"""

from __future__ import annotations

import json
import os
import ssl
import subprocess
import sys
import time
import urllib.error
import urllib.request
from pathlib import Path
from typing import Any

BINARY = "/opt/gbo/bin/vault"
PATIENCE = 30.0
"""Seconds that a start of the listener, or the step from unsealed to active, may take."""


class Refused(Exception):
    """Vault did not do as asked; `status` is HTTP's."""

    def __init__(self, what: str, status: int, body: str) -> None:
        super().__init__(f"vault refused {what}: HTTP {status}: {body.strip()}")
        self.status = status


def ask(method: str, path: str, body: object = None, token: str = "") -> Any:
    """One request to the API; its decoded answer, or None without a body."""
    request = urllib.request.Request(
        f"{os.environ['VAULT_ADDR']}/v1/{path}",
        method=method,
        data=None if body is None else json.dumps(body).encode(),
        headers={"X-Vault-Token": token} if token else {},
    )
    context = ssl.create_default_context(cafile=os.environ["VAULT_CACERT"])
    try:
        with urllib.request.urlopen(request, timeout=10, context=context) as answer:
            text = answer.read()
    except urllib.error.HTTPError as error:
        raise Refused(f"{method} {path}", error.code, error.read().decode("utf-8", "replace")) from error
    return json.loads(text) if text else None


def seal_status() -> Any:
    """What Vault says of its seal, waited for until it listens."""
    end = time.monotonic() + PATIENCE
    while True:
        try:
            return ask("GET", "sys/seal-status")
        except urllib.error.URLError:
            if time.monotonic() > end:
                raise
            time.sleep(0.2)


def init(shares: int, threshold: int) -> None:
    """Initialise; the file appears whole, root's alone, and is never overwritten."""
    file = init_file()
    if seal_status()["initialized"]:
        if not file.exists():
            sys.exit(f"vault is initialised, but {file} is missing: its keys are lost with it")
        return
    if file.exists():
        file.rename(f"{file}.{time.strftime('%Y%m%d%H%M%S')}")
    file.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    argv = [BINARY, "operator", "init", f"-key-shares={shares}", f"-key-threshold={threshold}", "-format=json"]
    made = subprocess.run(argv, capture_output=True, text=True, check=False, timeout=60)
    if made.returncode:
        sys.exit(f"vault operator init: {made.stderr.strip()}")
    partial = Path(f"{file}.new")
    partial.unlink(missing_ok=True)
    partial.touch(mode=0o600)
    partial.write_text(made.stdout)
    partial.replace(file)


def unseal() -> None:
    """Send as many keys as it takes."""
    kept = kept_keys()
    for key in kept["unseal_keys_b64"][: kept["unseal_threshold"]]:
        if not seal_status()["sealed"]:
            break
        ask("PUT", "sys/unseal", {"key": key})
    if seal_status()["sealed"]:
        sys.exit("vault is still sealed after all keys that the threshold asks for")


def setup(wish: dict[str, Any]) -> dict[str, str]:
    """Bring policy, mount, secrets and token to what `wish` says; give the token."""
    root: str = kept_keys()["root_token"]
    wait_active()
    mount = wish["mount"]
    if f"{mount}/" not in ask("GET", "sys/mounts", token=root)["data"]:
        ask("POST", f"sys/mounts/{mount}", {"type": "kv", "options": {"version": "2"}}, root)
    ask("PUT", f"sys/policies/acl/{wish['policy']}", {"policy": wish["rules"]}, root)
    for path, values in wish["secrets"].items():
        if current(mount, path, root) != values:
            write(mount, path, values, root)
    return {"token": token(wish, root)}


def current(mount: str, path: str, root: str) -> Any:
    """A secret's newest values; None when there are none."""
    try:
        return ask("GET", f"{mount}/data/{path}", token=root)["data"]["data"]
    except Refused as error:
        if error.status in {400, 404}:
            return None
        raise


def write(mount: str, path: str, values: object, root: str) -> None:
    """Write a secret; a mount of this minute refuses for some seconds while it is being upgraded."""
    end = time.monotonic() + PATIENCE
    while True:
        try:
            ask("POST", f"{mount}/data/{path}", {"data": values}, root)
        except Refused as error:
            if error.status != 400 or time.monotonic() > end:
                raise
            time.sleep(0.2)
        else:
            return


def token(wish: dict[str, Any], root: str) -> str:
    """The client's token: the known one renewed when it is still good, else a periodic one of its own."""
    known: str | None = wish["token"]
    if known:
        try:
            found = ask("GET", "auth/token/lookup-self", token=known)["data"]
            if wish["policy"] in found["policies"] and found["renewable"]:
                ask("POST", "auth/token/renew-self", {}, known)
                return known
        except Refused as error:
            if error.status != 403:
                raise
    ask("POST", "sys/auth/token/tune", {"max_lease_ttl": wish["period"]}, root)
    question = {"policies": [wish["policy"]], "period": wish["period"], "display_name": wish["policy"]}
    made: str = ask("POST", "auth/token/create-orphan", question, root)["auth"]["client_token"]
    return made


def wait_active() -> None:
    """Return when Vault serves requests: shortly after the last key."""
    end = time.monotonic() + PATIENCE
    while True:
        try:
            ask("GET", "sys/health")
        except Refused:
            if time.monotonic() > end:
                raise
            time.sleep(0.2)
        else:
            return


def kept_keys() -> Any:
    """The content of the init file."""
    return json.loads(init_file().read_text())


def init_file() -> Path:
    """Where keys and root token lie."""
    return Path(os.environ["INIT_FILE"])


def main(verb: str, *values: str) -> None:
    """Do one verb."""
    if verb == "init":
        init(int(values[0]), int(values[1]))
    elif verb == "unseal":
        unseal()
    elif verb == "setup":
        json.dump(setup(json.load(sys.stdin)), sys.stdout)
    else:
        sys.exit(f"{verb}: no such verb: there are init, unseal, setup")


if __name__ == "__main__":
    try:
        main(*sys.argv[1:])
    except (Refused, OSError) as error:
        sys.exit(str(error))
