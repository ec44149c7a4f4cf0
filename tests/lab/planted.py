"""Plants a canary in every place of the lab where a secret can be, also where the suite quotes what it finds."""

from __future__ import annotations

import json
import shlex
from collections.abc import Callable, Iterator
from contextlib import contextmanager

from fixtures.parsers.vault_secret import PLAIN_KEYS
from lab.building.credentials import secrets as lab_secrets
from lab.command import run
from lab.components.system import botserver_env
from lab.components.tables import BOTSERVER, psql
from lab.expected import environment
from lab.faults.drive._upload import COPY, restore
from lab.faults.vault import _hands as vault
from lab.site import Lab
from tests.lab.canaries import Canaries

Plant = Callable[[Lab, Canaries], None]
Heal = Callable[[Lab], None]
ENV = environment()
APPEND = 'set -eu; test -e "$1.canary" || cp -p "$1" "$1.canary"; cat >> "$1"'
BACK = 'set -eu; test -e "$1.canary" || exit 0; cp -p "$1.canary" "$1"; rm "$1.canary"'
CONFIG = "default.gbai/default.gbot/config.csv"
UNIT = "suite-canary"
RULE_PORT = "6399"
INSTANCE_KEYS = ("user.password", "environment.SUITE_TOKEN")
ROW = (
    "INSERT INTO bot_configuration (bot_id, config_key, config_value, is_encrypted) "
    "SELECT id, '{key}', '{value}', {encrypted} FROM bots WHERE name = 'default'; "
)
ROWS = {"suite-password": "true", "suite-token": "false", "suite-url": "false"}
MODEL = "UPDATE bot_configuration SET config_value = '{model}' WHERE config_key = 'llm-model'; "


@contextmanager
def planted(lab: Lab, canaries: Canaries, unknown: str) -> Iterator[None]:
    """The lab with all of them; `unknown` stands in a unit's name, where nobody can know that it is a secret."""
    begun: list[Heal] = []
    try:
        for plant, heal in (*PLACES, _unit(unknown)):
            begun.append(heal)
            plant(lab, canaries)
        yield
    finally:
        for heal in reversed(begun):
            heal(lab)


def own(lab: Lab, canaries: Canaries) -> None:
    """The lab's own secrets: what lies in Vault, the keys of its init file, root's token and the client's."""
    for path, values in lab_secrets(lab).items():
        for key, value in values.items():
            if key not in PLAIN_KEYS:
                canaries.add(f"own {path}#{key}", value)
    init = json.loads(lab.node("vault").pull(ENV.vault.servers["vault"].init_file))
    for form in ("unseal_keys_b64", "unseal_keys_hex"):
        for number, key in enumerate(init[form]):
            canaries.add(f"own {form} {number}", key)
    canaries.add("own root token", init["root_token"])
    env = dict(line.split("=", 1) for line in botserver_env(lab).decode().splitlines())
    canaries.add("own client token", env["VAULT_TOKEN"].strip('"'))


def _in_file(name: str, instance: str, path: str, *lines: str) -> tuple[Plant, Heal]:
    """Lines at the end of a file; `@@` in each is a canary."""

    def plant(lab: Lab, canaries: Canaries) -> None:
        filled = [
            line.replace("@@", canaries.simple(f"{name} {number}")) if "@@" in line else line
            for number, line in enumerate(lines)
        ]
        lab.node(instance).run("sh", "-c", APPEND, "sh", path, input="".join(f"{line}\n" for line in filled).encode())

    return plant, lambda lab: _quietly(lab, instance, "sh", "-c", BACK, "sh", path)


def _vault(lab: Lab, canaries: Canaries) -> None:
    """In each path: a password with signs, and one in a URL whose key is that of a plain value."""
    for path, values in lab_secrets(lab).items():
        password, token = canaries.hard(f"vault {path}"), canaries.simple(f"vault {path}, in a URL")
        more = {"suite_password": password, "embedding_url": f"https://svc:{token}@host.lab.test/x"}
        vault.write(lab, path, {**values, **more})


def _vault_back(lab: Lab) -> None:
    for path, values in lab_secrets(lab).items():
        vault.write(lab, path, values)


def _rows(lab: Lab, canaries: Canaries) -> None:
    made = [
        ROW.format(key=key, value=canaries.simple(f"row {key}"), encrypted=encrypted) for key, encrypted in ROWS.items()
    ]
    psql(lab.node("tables"), "".join(made) + MODEL.format(model=canaries.simple("row that differs")), BOTSERVER)


def _rows_back(lab: Lab) -> None:
    delete = "DELETE FROM bot_configuration WHERE config_key LIKE 'suite-%'; "
    psql(lab.node("tables"), delete + MODEL.format(model="lab-tiny"), BOTSERVER)


def _query(lab: Lab, canaries: Canaries) -> None:
    """A transaction left open, with one in its statement and in its program's name."""
    leave = '{ echo "$1"; sleep 3600; } | runuser -u postgres -- psql -X -q -w -d botserver'
    lab.node("tables").run(
        *("systemd-run", "--quiet", "--collect", f"--unit={UNIT}"),
        f"--setenv=PGAPPNAME={canaries.simple('name of a program')}",
        *("sh", "-c", leave, "sh", f"BEGIN; SELECT 'password={canaries.simple('statement')}';"),
    )


def _object(lab: Lab, canaries: Canaries) -> None:
    lines = f"llm-key;{canaries.simple('line of an object')}\n# password {canaries.simple('comment in an object')}\n"
    client = ENV.drive.servers["drive"].client
    lab.node("drive").run("sh", "-c", COPY, "sh", client, f"local/{CONFIG}", input=lines.encode())


def _instance(lab: Lab, canaries: Canaries) -> None:
    for key in INSTANCE_KEYS:
        _incus("config", "set", "vectordb", f"{key}={canaries.simple(f'instance {key}')}")


def _instance_back(_lab: Lab) -> None:
    for key in INSTANCE_KEYS:
        _incus("config", "unset", "vectordb", key)


def _rule(lab: Lab, canaries: Canaries) -> None:
    where = ["-i", ENV.network.external_interface, "-p", "tcp", "--dport", RULE_PORT]
    comment = ["-m", "comment", "--comment", f"password={canaries.simple('comment of a rule')}"]
    target = ["-j", "DNAT", "--to-destination", f"{lab.addresses['vectordb']}:6333"]
    run(["iptables", "-w", "5", "-t", "nat", "-A", "PREROUTING", *where, *comment, *target], subject="network")


def _rule_back(_lab: Lab) -> None:
    rules = run(["iptables", "-w", "5", "-t", "nat", "-S", "PREROUTING"], subject="network").text.splitlines()
    for rule in rules:
        if f"--dport {RULE_PORT} " in rule:
            run(["iptables", "-w", "5", "-t", "nat", "-D", *shlex.split(rule)[1:]], subject="network")


def _banner(lab: Lab, canaries: Canaries) -> None:
    _postfix(lab, f"$myhostname ESMTP password={canaries.simple('banner')}")


def _postfix(lab: Lab, banner: str) -> None:
    lab.node("email").run("sh", "-c", 'postconf -e "$1" && postfix reload', "sh", f"smtpd_banner={banner}")


def _process(lab: Lab, canaries: Canaries) -> None:
    """One that listens where nobody declared it, with one among its options and in its environment."""
    serve = "import socket, time; s = socket.create_server(('0.0.0.0', 8000)); time.sleep(3600)"
    lab.node("vectordb").run(
        *("systemd-run", "--quiet", "--collect", f"--unit={UNIT}"),
        f"--setenv=SUITE_TOKEN={canaries.simple('environment of a process')}",
        *("python3", "-c", serve, f"--token={canaries.simple('option of a process')}"),
    )


def _unit(unknown: str) -> tuple[Plant, Heal]:
    """A unit that fails, and says why: in its words, environment, options and description."""
    unit = f"nightly-{unknown}"

    def plant(lab: Lab, canaries: Canaries) -> None:
        lab.node("meet").run(
            *("systemd-run", "--quiet", "--wait", f"--unit={unit}"),
            f"--property=Environment=SUITE_TOKEN={canaries.simple('environment of a unit')}",
            f"--description=backup to https://svc:{canaries.simple('description of a unit')}@host.lab.test/",
            *("sh", "-c", f"echo 'password={canaries.simple('words of a unit')}' >&2; exit 1", "sh"),
            f"--api-key={canaries.simple('option of a unit')}",
            check=False,
        )

    return plant, lambda lab: _quietly(lab, "meet", "systemctl", "reset-failed", unit)


def _stop(instance: str) -> Heal:
    return lambda lab: _quietly(lab, instance, "systemctl", "stop", f"{UNIT}.service")


def _quietly(lab: Lab, instance: str, *argv: str) -> None:
    lab.node(instance).run(*argv, check=False)


def _incus(*argv: str) -> None:
    run(["incus", "--project", ENV.access.project, *argv], subject="incus")


PLACES: tuple[tuple[Plant, Heal], ...] = (
    (_query, _stop("tables")),
    (_vault, _vault_back),
    _in_file(
        "env file",
        "system",
        ENV.system.env_file,
        "SUITE_PASSWORD=@@",
        "SUITE_API_KEY=@@",
        "DATABASE_URL=postgres://botserver:@@@tables:5432/botserver",
        "OLD_VAULT_ADDR=https://svc:@@@tables:8200",
        "# the old password was @@",
        "SUITE_PLAIN=@@",
    ),
    _in_file(
        "Caddyfile",
        "proxy",
        "/opt/gbo/conf/config",
        'a.lab.test { header_up Authorization "Bearer @@" }',
        "# password of the old proxy: @@",
        "b.lab.test { reverse_proxy https://svc:@@@10.0.9.10:8080 { } }",
    ),
    _in_file(
        "zone", "dns", ENV.dns.zones["base"].file, 'x IN TXT "password=@@"', "y IN A 198.18.0.999 ; tsig secret @@"
    ),
    _in_file("app.ini", "alm", ENV.alm.servers["alm"].config_file, "[mailer]", "PASSWD = @@", "; token @@"),
    _in_file(
        "log",
        "system",
        ENV.system.log_error,
        "ERROR panicked: postgres://botserver:@@@tables:5432/botserver: connection failed",
        "ERROR 401 Authorization: Bearer @@",
        'ERROR request {"password": "@@", "user": "x"}',
        "ERROR llm failed: api_key=@@",
    ),
    _in_file(
        "certificate",
        "system",
        ENV.vault.clients["botserver"].ca_file,
        "# the key's password is @@",
        "-----BEGIN PRIVATE KEY-----",
        "@@",
        "-----END PRIVATE KEY-----",
    ),
    (_rows, _rows_back),
    (_object, lambda lab: restore(lab, CONFIG)),
    (_instance, _instance_back),
    (_rule, _rule_back),
    (_banner, lambda lab: _postfix(lab, "$myhostname ESMTP")),
    (_process, _stop("vectordb")),
)
