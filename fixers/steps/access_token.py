"""Have the directory make a new personal access token, and put it into the file that holds the one before."""

from __future__ import annotations

import datetime as dt
import shlex
from dataclasses import dataclass
from pathlib import PurePosixPath
from typing import TYPE_CHECKING, ClassVar

from fixers.errors import StepFailed
from fixers.steps import kept
from fixers.steps.step import Json, Keep, Place, Step, instance
from fixtures.parsers.access_tokens import TOKENS, of_user

if TYPE_CHECKING:
    from fixers.hands import Hands


MAKE = r"""
set -eu
umask 077
url=$1 host=$2 credential=$3 path=$4 owner=$5 mode=$6 expires=$7 copy=$8
case $url in https:*) own=--insecure ;; *) own=--silent ;; esac  # its own loopback: nobody stands between
reply=$(printf 'header = "Authorization: Bearer %s"\n' "$(cat -- "$credential")" | curl -sS --fail --max-time 30 \
    "$own" --noproxy '*' -K - -H "Host: $host" -H 'Content-Type: application/json' \
    --data-raw "{\"expirationDate\": \"$expires\"}" "$url")
id=$(printf %s "$reply" | sed -n 's/.*"tokenId" *: *"\([0-9]*\)".*/\1/p')
token=$(printf %s "$reply" | sed -n 's/.*"token" *: *"\([^"\\]*\)".*/\1/p')
[ -n "$id" ] && [ -n "$token" ] || { echo "the answer holds no token" >&2; exit 1; }
if [ -e "$path" ] && [ ! -e "$copy" ]; then
    mkdir -p -m 0700 -- "$(dirname -- "$copy")"
    cat -- "$path" > "$copy.part"
    mv -- "$copy.part" "$copy"
fi
printf '%s\n' "$token" > "$path.gbo-new"
chown "$owner" "$path.gbo-new"
chmod "$mode" "$path.gbo-new"
printf '%s %s\n' "$(printf %s "$token" | sha256sum | cut -d ' ' -f 1)" "$id" > "$path.id"
mv -f -- "$path.gbo-new" "$path"
echo "$id"
"""
"""Shell, in the instance: the token is made there and written there, and leaves it nowhere; no process is given it."""

PUT_BACK = """
set -eu
path=$1 copy=$2
if [ ! -e "$copy" ]; then
    [ -z "$5" ] || { echo "the former file, $copy, is gone" >&2; exit 1; }
    rm -f -- "$path"
    exit 0
fi
umask 077
cat -- "$copy" > "$path.gbo-new"
chown "$3" "$path.gbo-new"
chmod "$4" "$path.gbo-new"
mv -f -- "$path.gbo-new" "$path"
"""
CLEAN = """
rm -f -- "$1.gbo-new"
if [ -n "$2" ]; then printf '%s\\n' "$2" > "$1.id"; else rm -f -- "$1.id"; fi
"""
"""Shell: the note as it was, and no draft."""

LOOK = """
path=$1
if [ -e "$path" ]; then tr -d ' \\r\\n' < "$path" | sha256sum | cut -d ' ' -f 1; else echo; fi
stat -c '%U %a' -- "$path" 2>/dev/null || echo
cat -- "$path.id" 2>/dev/null || :
"""
"""Shell: the hash of a file's text, its owner and mode, and the note beside it of which token that is."""


@dataclass(frozen=True)
class AccessToken(Step):
    """Have the server at the key `service` make a token for the user with the id `user`, good for `days`.

    It is asked with the token in the file `credential`, from inside `instance`, by `url` and the name `host`. The new
    token goes to `path`, owner and mode as declared; the former file is kept in /var/backups/gbo for root alone. Beside
    `path` a note says which token it is: the hash of its text, and its id. The former token is not removed.
    """

    kind: ClassVar[str] = "access_token"
    keeps: ClassVar[Keep] = Keep.FILE

    instance: str
    service: str
    url: str
    host: str
    user: str
    days: int
    credential: str
    path: str
    owner: str
    mode: str

    @property
    def touches(self) -> frozenset[Place]:
        return instance(self.instance)

    @property
    def _request(self) -> str:
        return f"/v2/users/{self.user}/pats"

    def shown(self) -> str:
        return "\n       ".join(
            (
                f"in {self.instance}: POST {self.url}{self._request}",
                f"Host: {self.host}",
                f"Authorization: Bearer (read from {self.credential}, never shown)",
                f'{{"expirationDate": in {self.days} days}}',
                f"the token of the answer goes to {self.path} ({self.owner}, {self.mode}), never shown; "
                f"the former file is kept in {kept.FOLDER}",
            )
        )

    def script(self) -> list[str]:
        ends = f"date -u -d '{self.days} days' +%Y-%m-%dT00:00:00Z"
        copy = f"{kept.FOLDER}/{PurePosixPath(self.path).name}"
        inside = f'{shlex.join(("sh", "-s", "--", *self._words))} "$({ends})" "{copy}.$(date -u +%Y%m%d%H%M%S)"'
        way = f"incus exec {shlex.quote(self.instance)} -- {inside} <<'GBO_TOKEN'"
        return [way, *MAKE.strip().splitlines(), "GBO_TOKEN"]

    def way_back(self) -> str:
        return f"the former {self.path} is put back, and the new token is removed"

    def intend(self, hands: Hands) -> Json:
        before, owned, note = self._look(hands)
        expires = f"{dt.datetime.now(dt.UTC).date() + dt.timedelta(days=self.days)}T00:00:00Z"
        copy = kept.copy_of(self.path, kept.stamp())
        tokens = self._tokens(hands, expires)
        return {"before": before, "kept": owned, "note": note, "expires": expires, "tokens": tokens, "copy": copy}

    def do(self, hands: Hands, intent: Json) -> Json:
        if made := self._made(hands, intent):
            return {"token": made, "backup": intent["copy"]}
        if self._look(hands)[0] != intent["before"]:
            raise StepFailed(f"{self._named} was changed by somebody since it was looked at")
        self._remove(hands, intent)
        made = hands.script(self.instance, MAKE, *self._words, intent["expires"], intent["copy"]).decode().strip()
        return {"token": made, "backup": intent["copy"]}

    def undo(self, hands: Hands, intent: Json) -> str | None:
        back = self._made(hands, intent)
        if back:
            owner, mode = intent["kept"].split() if intent["kept"] else (self.owner, self.mode)
            hands.script(self.instance, PUT_BACK, self.path, intent["copy"], owner, mode, intent["before"])
        if self._look(hands)[0] != intent["before"]:
            raise StepFailed(f"{self._named} was changed by somebody since; the former one is {intent['copy']}")
        hands.script(self.instance, CLEAN, self.path, intent["note"])
        removed = self._remove(hands, intent)
        return f"{self._named} is what it was; the new token is removed" if back or removed else None

    @property
    def _named(self) -> str:
        return f"{self.path} in {self.instance}"

    @property
    def _words(self) -> tuple[str, ...]:
        return f"{self.url}{self._request}", self.host, self.credential, self.path, self.owner, self.mode

    def _look(self, hands: Hands) -> tuple[str, str, str]:
        """The hash of the file's text, its owner and mode, and the note beside it; each empty where there is none."""
        found = hands.script(self.instance, LOOK, self.path).decode().splitlines()
        return found[0], found[1], found[2] if len(found) > 2 else ""

    def _made(self, hands: Hands, intent: Json) -> str:
        """The id of the token in the file, where that is one that this step made; else empty."""
        now, _, note = self._look(hands)
        hash, _, id = note.partition(" ")
        ours = now and hash == now and note != intent["note"] and id not in intent["tokens"]
        return id if ours else ""

    def _remove(self, hands: Hands, intent: Json) -> int:
        """Remove the tokens that this step made and that nobody holds any more; returns how many."""
        made = [id for id in self._tokens(hands, intent["expires"]) if id not in intent["tokens"]]
        for id in made:
            self._ask(hands, "DELETE", f"{self._request}/{id}")
        return len(made)

    def _tokens(self, hands: Hands, expires: str) -> list[str]:
        """The ids of the user's tokens that end at `expires`: those of this step are among them."""
        found = self._ask(hands, "POST", TOKENS, of_user(self.user))
        return [each["id"] for each in found.get("result", ()) if _same(each.get("expirationDate"), expires)]

    def _ask(self, hands: Hands, method: str, path: str, content: object = None) -> Json:
        token = hands.secret(f"file:{self.instance}:{self.credential}")
        reply = hands.send(
            self.service, (method, path, content), {"Authorization": f"Bearer {token}", "Host": self.host}
        )
        if reply.status != 200:
            raise StepFailed(f"{method} {path} at {self.service} was answered {reply.said}")
        return reply.json(self.service, path)


def _same(moment: object, expires: str) -> bool:
    return isinstance(moment, str) and dt.datetime.fromisoformat(moment) == dt.datetime.fromisoformat(expires)
