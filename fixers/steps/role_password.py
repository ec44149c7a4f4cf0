"""Set a role's password in PostgreSQL, so that nobody sees it: neither the server nor its log."""

from __future__ import annotations

import shlex
from dataclasses import dataclass
from typing import TYPE_CHECKING, ClassVar

from fixers.errors import StepFailed
from fixers.steps import kept
from fixers.steps.step import Json, Keep, Place, Step, instance

if TYPE_CHECKING:
    from fixers.hands import Hands

TOOLS = r"""
set -eu
umask 077
superuser=$1 port=$2 role=$3 kept=$4
sql() { runuser -u "$superuser" -- psql -X -q -A -t -w -v ON_ERROR_STOP=1 -v role="$role" -p "$port" -d postgres; }
held() {
    held=$(echo "SELECT coalesce(rolpassword, 'none') FROM pg_authid WHERE rolname = :'role'" | sql)
    test -n "$held" || { echo "there is no role $role" >&2; exit 1; }
}
hash() { printf %s "$1" | sha256sum | cut -c 1-64; }
become() {
    value=$(cat -- "$1")
    test "$value" = none && value=NULL || value="'$value'"
    printf '%s\n' "SET log_statement = 'none';" 'SET log_min_duration_statement = -1;' \
        "SET log_min_error_statement = 'panic';" "ALTER ROLE :\"role\" PASSWORD $value;" | sql
    held
    test "$held" = "$(cat -- "$1")" || { echo "the server did not keep what it was given" >&2; exit 1; }
}
changed() { echo "somebody changed the password of $role meanwhile: it was left alone" >&2; exit 1; }
"""
"""Shell: verifiers are data of its own and of files, never a word that a process is given."""
LOOK = TOOLS + 'held; hash "$held"'
SET = (
    TOOLS
    + r"""
held
before=$5
if test ! -e "$kept.after"; then
    test "$(hash "$held")" = "$before" || changed
    printf '%s\n' "$held" > "$kept.part"
    mv -f -- "$kept.part" "$kept"
    mv -f -- "$kept.new" "$kept.after"
fi
rm -f -- "$kept.new"
test "$held" = "$(cat -- "$kept.after")" && exit 0
test "$(hash "$held")" = "$before" || changed
become "$kept.after"
"""
)
BACK = (
    TOOLS
    + r"""
rm -f -- "$kept.new" "$kept.part"
test -e "$kept.after" || exit 0
held
if test "$held" = "$(cat -- "$kept.after")"; then become "$kept"; echo back
elif test "$held" != "$(cat -- "$kept")"; then changed
fi
rm -f -- "$kept.after"
"""
)
KEEP = r"""umask 077
mkdir -p -m 0700 {folder}
echo "SELECT rolpassword FROM pg_authid WHERE rolname = :'role'" |
    {psql} -q -A -t -v role={role} > {folder}/role.$(date +%Y%m%d%H%M%S)"""


@dataclass(frozen=True)
class RolePassword(Step):
    """Give `role` the password at `source` (`vault:gbo/tables#password`), which the token of `reader` reads.

    The server is told its SCRAM verifier, computed on our side, by standard input of the superuser's psql inside, who
    needs no password there; this session's statements are not logged. The former verifier stays in a file of root's
    in the container, and the journal has its name.
    """

    kind: ClassVar[str] = "role_password"
    keeps: ClassVar[Keep] = Keep.FILE

    instance: str
    superuser: str
    port: int
    role: str
    source: str
    reader: str

    @property
    def touches(self) -> frozenset[Place]:
        return instance(self.instance)

    def shown(self) -> str:
        return "\n       ".join(
            [
                f"in {self.instance}, as {self.superuser} over the socket, by standard input, not logged:",
                f"ALTER ROLE {self._quoted} PASSWORD '$verifier';",
                f"$verifier is SCRAM-SHA-256 of {self.source}, read with the token of {self.reader}; it is computed "
                "here, and neither is shown",
                f"the former one is kept in {kept.FOLDER}, root's alone; who has the former password is locked out",
            ]
        )

    def script(self) -> list[str]:
        psql = ("runuser", "-u", self.superuser, "--", "psql", "-X", "-w", "-p", str(self.port), "-d", "postgres")
        keep = KEEP.format(folder=kept.FOLDER, psql=shlex.join(psql), role=shlex.quote(self.role))
        by_hand = [*(each for each in psql if each != "-w"), "-c", f"\\password {self._quoted}"]
        return [
            f"incus exec {shlex.quote(self.instance)} -- sh -s <<'GBO_KEEP'",
            *keep.splitlines(),
            "GBO_KEEP",
            f"# by hand, {self.source} twice at the prompt, so that it stands in no history; psql sends its verifier:",
            f"incus exec -t {shlex.quote(self.instance)} -- {shlex.join(by_hand)}",
        ]

    def way_back(self) -> str:
        return f"{self.role} gets its former password back, by the verifier that is kept"

    def intend(self, hands: Hands) -> Json:
        name = kept.copy_of("role", kept.stamp())
        return {"before": self._run(hands, LOOK, name), "kept": name}

    def do(self, hands: Hands, intent: Json) -> Json:
        hands.script(self.instance, 'mkdir -p -m 0700 -- "$1"', kept.FOLDER)
        hands.put(self.instance, f"{intent['kept']}.new", hands.verifier(self.source).encode() + b"\n")
        self._run(hands, SET, intent["kept"], intent["before"])
        return {"kept": intent["kept"]}

    def undo(self, hands: Hands, intent: Json) -> str | None:
        return f"{self.role} has its former password" if self._run(hands, BACK, intent["kept"]) else None

    def _run(self, hands: Hands, script: str, *words: str) -> str:
        try:
            given = (self.superuser, str(self.port), self.role, *words)
            return hands.script(self.instance, script, *given).decode().strip()
        except StepFailed as error:
            raise StepFailed(f"the password of {self.role}: {error}") from error

    @property
    def _quoted(self) -> str:
        return '"{}"'.format(self.role.replace('"', '""'))
