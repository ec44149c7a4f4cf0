"""What is typed for an erratum where the guide's line alone is no command of the host's shell."""

from __future__ import annotations

import re
import shlex

from lab.components._common import await_answer
from lab.components.tables import BOTSERVER, psql
from lab.components.vectordb import COMPONENT as QDRANT
from lab.components.vectordb import SETTINGS
from lab.faults import holding
from lab.faults.drive._upload import restore, upload
from lab.faults.edited import edited
from lab.faults.system import file_given_up
from lab.faults.vault._hands import env_file, vault
from lab.site import Lab
from tests.lab.guide import Guide, Said

CONFIG = "default.gbai/default.gbot/config.csv"
RELOAD = "systemctl reload proxy"
TABLES = ("action_task", "action_run_job", "action_run")
BEFORE = "SELECT format('UPDATE {0} SET status = %s WHERE id = %s;', status, id) FROM {0} WHERE {1}"
"""What takes back what is written into the rows of a table that the guide resets."""
TOKEN = re.compile(rb"^VAULT_TOKEN=(.+)$", re.MULTILINE)


def token_of_a_year(guide: Guide, lab: Lab) -> Said:
    """The guide's own command, by root, where tokens live as long as Vault's default has it; BotServer gets it."""
    lab.keep("errata/ttl", vault(lab, "read", "-field=max_lease_ttl", "sys/auth/token/tune").strip() + "s")
    vault(lab, "auth", "tune", "-max-lease-ttl=768h", "token/")
    _, _, words = guide.text(116, {"-format=json": "-field=token", '"botserver"': _policy(lab)}).partition("-- vault ")
    env_file(lab, VAULT_TOKEN=vault(lab, *shlex.split(words)).strip())
    return Said(0, "")


def _policy(lab: Lab) -> str:
    return lab.env.vault.clients["botserver"].policy


def lookup(guide: Guide, lab: Lab) -> Said:
    """`vault token lookup` of the client's token, twice, as BotServer itself would be asked."""
    assert "vault token lookup" in guide.lines[117]
    server = lab.env.vault.servers["vault"]
    env = {"VAULT_ADDR": f"https://127.0.0.1:{server.port}", "VAULT_CACERT": server.ca_file}
    held = lab.node("system").pull(lab.env.system.env_file)
    token = re.search(rb"^VAULT_TOKEN=(.+)$", held, re.MULTILINE)
    assert token
    asked = ("sh", "-c", 'read -r VAULT_TOKEN; export VAULT_TOKEN; "$1" token lookup; "$1" token lookup', "sh")
    done = lab.node("vault").run(*asked, server.binary, input=token[1] + b"\n", env=env)
    return Said(done.status, done.text)


def copied_over_itself(guide: Guide, lab: Lab) -> Said:
    path = f"local/{file_given_up.PATH}"
    before = _etag(lab, path)
    command = guide.text(212, {"local/.gbai/.gbot/config.csv": path})
    done = lab.node("drive").run("bash", "-c", f"export PATH=/opt/gbo/bin:$PATH && {command}")
    assert _etag(lab, path) == before, "the ETag has changed"
    return Said(done.status, done.text)


def _etag(lab: Lab, path: str) -> str:
    told = lab.node("drive").run(lab.env.drive.servers["drive"].client, "stat", "--json", path).text
    found = re.search(r'"etag":\s*"([^"]+)"', told)
    assert found, told
    return found[1]


def health_of_mc(guide: Guide, lab: Lab) -> Said:
    done = lab.node("drive").run("bash", "-c", f"export PATH=/opt/gbo/bin:$PATH && {guide.text(209, {})}", check=False)
    return Said(done.status, done.text)


def reset(guide: Guide, lab: Lab) -> Said:
    """The three statements of the guide, on the run that is stuck; `released` takes them back."""
    node, name = lab.node("tables"), _forgejo(lab)
    run, task = psql(node, "SELECT run_id, task_id FROM action_run_job WHERE status = 6", name).strip().split("|")
    touched = f"id = {task}", f"run_id = {run}", f"id = {run}"
    lab.keep(
        "errata/reset",
        "\n".join(psql(node, BEFORE.format(*where), name) for where in zip(TABLES, touched, strict=True)),
    )
    sql = [
        guide.text(line, {placeholder: where})
        for line, placeholder, where in zip((170, 171, 172), ("id = ", "run_id = ", "id = "), touched, strict=True)
    ]
    psql(node, "\n".join(sql), name)
    return Said(0, "")


def no_option(guide: Guide, lab: Lab) -> Said:
    """Both settings of the guide around a lookup, and how long it takes; glibc's own option beside them."""
    inet4, ipv6 = re.findall(r"\w+=\w+", guide.lines[312])
    assert lab.env.dns.lookup
    asked = f"getent ahosts {lab.env.dns.lookup.name}"
    script = f"s=$(date +%s%N); {{}} {asked} >/dev/null; echo $(( ($(date +%s%N) - s) / 1000000 ))"
    times = [
        int(lab.node("email").run("bash", "-c", script.format(with_)).text)
        for with_ in (f"{inet4} {ipv6}", "RES_OPTIONS=no-aaaa")
    ]
    return Said(0, "slow" if times[0] > 1000 > times[1] else f"{times} ms")


def saved(guide: Guide, lab: Lab) -> Said:
    """The rules are where the guide says that they are."""
    assert "Rules in /etc/iptables.rules" in guide.lines[41]
    return guide.runs(f"grep -c -- '-j DNAT' {lab.env.network.rules_file}")


def card_of_the_profile(guide: Guide, lab: Lab) -> Said:
    """An instance whose card comes from a profile, which is how `incus launch` makes them."""
    text = guide.text(250, {"set eth0 ipv4.address": "set errata eth0 ipv4.address=10.0.9.99"})
    command = re.search(r"\((.+?) ;", text)
    assert command
    call = lab.incus.call
    try:
        call("profile", "create", "errata")
        call("profile", "device", "add", "errata", "eth0", "nic", "name=eth0", f"network={lab.incus.bridge}")
        call("init", "--empty", "errata", "-p", "default", "-p", "errata")
        return guide.runs(command[1])
    finally:
        call("delete", "errata", check=False)
        call("profile", "delete", "errata", check=False)


def copied_and_restarted(guide: Guide, lab: Lab) -> Said:
    """A copy in /tmp as the guide asks for it, then a restart of its container."""
    assert "backup files to /tmp" in guide.lines[12]
    node, copy = lab.node("vectordb"), "/tmp/qdrant.env.20261129120000"
    node.run("cp", "-p", SETTINGS, copy)
    lab.incus.change_state("vectordb", "restart")
    await_answer(lambda: QDRANT.ready(lab, node) if QDRANT.ready else None)
    return guide.runs(f"sudo incus exec vectordb -- ls {copy}")


def libraries(guide: Guide, lab: Lab) -> Said:
    assert "check ldd for missing libs" in guide.lines[253]
    return guide.runs(f"sudo incus exec system -- ldd {lab.env.system.binary}")


def server_url(guide: Guide, lab: Lab) -> Said:
    """BotUI has what the guide's fix says."""
    found = re.search(r"BOTSERVER_URL=\S+", guide.lines[310])
    assert found
    written = lab.node("system").pull("/opt/gbo/bin/botui.env").decode()
    return Said(0, found[0] if found[0] in written.split() else written)


def cleared(guide: Guide, lab: Lab) -> Said:
    """The AST cache is empty."""
    assert "clear /opt/gbo/work/ AST cache" in guide.lines[311]
    lab.node("system").run("find", "/opt/gbo/work", "-name", "*.ast", "-delete")
    return Said(0, "")


def compiled(lab: Lab) -> None:
    """BotServer has compiled its scripts again."""
    lab.node("system").run("systemctl", "restart", "botserver")
    left = holding.await_green(lab.env, ["system.basic.compiled[default]"], frozenset())
    assert not left, left


def work_directory(guide: Guide, lab: Lab) -> Said:
    """The guide's two lines stand in the .env."""
    lines = re.findall(r"\w+=/opt/gbo/work/", guide.lines[313])
    assert [each.partition("=")[0] for each in lines] == ["DATA_DIR", "WORK_DIR"]
    lab.node("system").run(
        "sh", "-c", 'cat >> "$1"', "sh", lab.env.system.env_file, input="".join(f"{each}\n" for each in lines).encode()
    )
    return Said(0, "")


def quiet_log(guide: Guide, lab: Lab) -> Said:
    """The log for longer than it takes the guide to restart BotServer, without the end that `tail -f` has not."""
    del lab
    text = guide.text(231, {"tail -f": "timeout 5 tail -n 0 -f"})
    return guide.runs(f"{text}; true")


def one_line_block(guide: Guide, lab: Lab) -> Said:
    """The guide's block for a new subdomain, appended as it stands there."""
    text = guide.text(
        139, {" . { import": " new.lab.test { import", "http://:": f"http://{lab.addresses['system']}:8080"}
    )
    block = re.search("CADDYEOF (.+) CADDYEOF", text)
    assert block
    edited("proxy", lab.env.proxy.config_file, f"$a\\{block[1]}", ":")[0](lab)
    return Said(0, "")


def with_remote(guide: Guide, lab: Lab) -> Said:
    """The guide's header in every block, which has lines of its own here, so that Caddy loads it."""
    header = re.search(r"X-Real-IP \{\w+\}", guide.lines[138])
    assert header
    edited("proxy", lab.env.proxy.config_file, f"s/X-Real-IP .+/{header[0]}/", RELOAD)[0](lab)
    return Said(0, "")


def own_caddyfile(lab: Lab) -> None:
    """The Caddyfile as the lab made it, and loaded."""
    edited("proxy", lab.env.proxy.config_file, "", RELOAD)[1](lab)


def sync_table(guide: Guide, lab: Lab) -> Said:
    assert "Empty gbot_config_sync" in guide.lines[232]
    return Said(0, psql(lab.node("tables"), "SELECT count(*) FROM gbot_config_sync", BOTSERVER))


def header(guide: Guide, lab: Lab) -> Said:
    """A config.csv with the header that the guide forbids, and a comment."""
    assert "No header" in guide.lines[222]
    upload(lab, CONFIG, b"key,value\n# of the bot\ntheme-color1,#cc0000\n")
    return Said(0, "")


def _forgejo(lab: Lab) -> str:
    return lab.env.tables.databases[lab.env.alm.servers["alm"].database].name


def own_config(lab: Lab) -> None:
    """The bot's config.csv as the lab made it."""
    restore(lab, CONFIG)


def released(lab: Lab) -> None:
    """All that `reset` wrote is what it was."""
    psql(lab.node("tables"), lab.kept("errata/reset") or "", _forgejo(lab))
    lab.keep("errata/reset", "")


def own_ttl(lab: Lab) -> None:
    """Tokens may live as long again as the lab lets them, and BotServer has its own."""
    vault(lab, "auth", "tune", f"-max-lease-ttl={lab.kept('errata/ttl')}", "token/")
    env_file(lab)
