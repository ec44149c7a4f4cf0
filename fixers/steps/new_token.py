"""Give one of Vault's clients a token of its own."""

from __future__ import annotations

import re
import shlex
from dataclasses import dataclass
from typing import TYPE_CHECKING, ClassVar

from fixers.errors import StepFailed
from fixers.steps import kept
from fixers.steps.file_edit import KEEP_AND_PUT, PUT_BACK
from fixers.steps.kept import digest
from fixers.steps.renew_token import AS
from fixers.steps.step import Json, Keep, Place, Step, instance

if TYPE_CHECKING:
    from fixers.hands import Hands

LINE = re.compile(rb"^[ \t]*(?:export[ \t]+)?VAULT_TOKEN[ \t]*=(.*?)(\r?\n|\Z)", re.MULTILINE)
ROOT = ("sed", "-n", "-e", r's/.*"root_token" *: *"\([^"]*\)".*/\1/p', "-e", "s/^ *Initial Root Token: *//p")
WRITE = r"""set -eu
umask 077
path=$1
read -r token
test -n "$token"
mkdir -p -m 0700 {folder}
cp -p -- "$path" "{folder}/${{path##*/}}.$(date +%Y%m%d%H%M%S)"
cp -p -- "$path" "$path.gbo-new"
awk '!/^[ \t]*(export[ \t]+)?VAULT_TOKEN[ \t]*=/' "$path" > "$path.gbo-new"
printf 'VAULT_TOKEN=%s\n' "$token" >> "$path.gbo-new"
mv -f -- "$path.gbo-new" "$path"
"""
"""Shell, for --fix=script: the token comes by standard input, and its line to the end of the file."""


@dataclass(frozen=True)
class NewToken(Step):
    """Make a periodic orphan token with `policy`, write it to the env file, and restart `unit`, which reads it.

    Who acts is said by `by`: the operator, whose token is exported, or root, whose token lies in `init_file`. The
    token has a name of its own in Vault, by which one is found, and ended, whose run was killed before it was
    written. The former token is not revoked: it may be root's, and it is what the way back leads to.
    """

    kind: ClassVar[str] = "new_token"
    keeps: ClassVar[Keep] = Keep.FILE

    instance: str
    """The client's."""
    env_file: str
    policy: str
    period: str
    server: str
    """Its key in the environment."""
    vault: str
    """Vault's instance."""
    command: tuple[str, ...]
    """Vault's command line there, which is told its server and has no token."""
    by: str
    init_file: str
    """"" where the operator acts."""
    unit: str = ""

    @property
    def touches(self) -> frozenset[Place]:
        return instance(self.instance)

    def shown(self) -> str:
        lines = [
            f"POST /v1/auth/token/create-orphan at {self.vault}, policy {self.policy}, period {self.period},",
            f"by {self.by}",
            f"VAULT_TOKEN of {self.env_file} in {self.instance} is that one, never shown; owner and mode stay",
            f"the former file is kept in {kept.FOLDER}, and the former token is not revoked",
        ]
        return "\n       ".join([*lines, *([f"incus exec {self.instance} -- {self._restart}"] if self.unit else [])])

    def script(self) -> list[str]:
        root = f"incus exec {shlex.quote(self.vault)} -- {shlex.join((*ROOT, self.init_file))}"
        own = "printf '%s\\n' \"${VAULT_TOKEN:?export it first}\""
        options = ("-orphan", f"-policy={self.policy}", f"-period={self.period}", "-field=token")
        make = shlex.join(("sh", "-c", AS, "sh", *self.command, "token", "create", *options))
        write = shlex.join(("sh", "-c", WRITE.format(folder=kept.FOLDER).strip(), "sh", self.env_file))
        return [
            f"made=$({root if self.init_file else own} | incus exec {shlex.quote(self.vault)} -- {make})",
            f"printf '%s\\n' \"$made\" | incus exec {shlex.quote(self.instance)} -- {write}",
            *([f"incus exec {shlex.quote(self.instance)} -- {self._restart}"] if self.unit else []),
        ]

    def way_back(self) -> str:
        again = f", {self.unit} is restarted" if self.unit else ""
        return f"the former {self.env_file} is put back{again}, and the new token is revoked"

    def intend(self, hands: Hands) -> Json:
        before = hands.read(self.instance, self.env_file)
        if (count := len(LINE.findall(before))) > 1:
            raise StepFailed(f"{self.env_file} has {count} lines for VAULT_TOKEN: which one counts is for a person")
        at = kept.stamp()
        name = f"gbo-suite-{at.replace('.', '-')}"
        hands.tokens_named(self.server, name)  # who may not look for it must not make it
        hashes = {"before": digest(before), "others": digest(_others(before))}
        return {**hashes, "copy": kept.copy_of(self.env_file, at), "name": name}

    def do(self, hands: Hands, intent: Json) -> Json:
        now = hands.read(self.instance, self.env_file)
        if not self._is_ours(hands, now, intent):
            if digest(now) != intent["before"]:
                raise StepFailed(f"{self.env_file} was changed by somebody since it was looked at")
            self._revoke(hands, intent)  # what a run made that was killed before it wrote it
            token = hands.make_token(self.server, self.policy, self.period, intent["name"])
            new = f"{self.env_file}.gbo-new"
            hands.put(self.instance, new, _with(now, token.encode()))
            hands.script(self.instance, KEEP_AND_PUT, self.env_file, new, intent["copy"])
            if not self._is_ours(hands, hands.read(self.instance, self.env_file), intent):
                raise StepFailed(f"{self.env_file} does not hold what was written")
        self._restarted(hands)
        return {"backup": intent["copy"], "name": intent["name"]}

    def undo(self, hands: Hands, intent: Json) -> str | None:
        hands.script(self.instance, 'rm -f -- "$1"', f"{self.env_file}.gbo-new")
        now = hands.read(self.instance, self.env_file)
        if digest(now) != intent["before"]:
            if not self._is_ours(hands, now, intent):
                raise StepFailed(f"{self.env_file} was changed by somebody since; the former one is {intent['copy']}")
            hands.script(self.instance, PUT_BACK, self.env_file, intent["copy"])
        if not hands.tokens_named(self.server, intent["name"]):
            return None
        self._restarted(hands)
        self._revoke(hands, intent)
        return f"{self.env_file} is what it was, and the new token is revoked"

    def _is_ours(self, hands: Hands, content: bytes, intent: Json) -> bool:
        """Whether the file holds the token that this step made, and nothing else of it was changed."""
        found = LINE.findall(content)
        if len(found) != 1 or digest(content) == intent["before"] or digest(_others(content)) != intent["others"]:
            return False
        return hands.is_named(self.server, found[0][0].decode("utf-8", "replace").strip(), intent["name"])

    def _revoke(self, hands: Hands, intent: Json) -> None:
        for accessor in hands.tokens_named(self.server, intent["name"]):
            hands.revoke_token(self.server, accessor)

    @property
    def _restart(self) -> str:
        return f"systemctl restart {shlex.quote(self.unit)}"

    def _restarted(self, hands: Hands) -> None:
        if self.unit:
            hands.run(self.instance, ("systemctl", "restart", self.unit), 150.0)


def _with(content: bytes, token: bytes) -> bytes:
    """The file with another token; its line is added where there was none."""
    if LINE.search(content):
        return LINE.sub(lambda line: b"VAULT_TOKEN=" + token + line[2], content)
    return content + (b"" if content.endswith(b"\n") or not content else b"\n") + b"VAULT_TOKEN=" + token + b"\n"


def _others(content: bytes) -> bytes:
    """The file without the line of the token, and without the end of its last line."""
    return LINE.sub(b"", content).rstrip(b"\r\n")
