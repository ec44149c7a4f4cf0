"""Forgejo's API, as the lab's administrator asks it."""

from __future__ import annotations

from typing import NamedTuple

from lab.components._common import Answer, ask
from lab.errors import LabError
from lab.site import Lab

SHARED = "shared"
"""The repository that is linked as a submodule."""


class NewestRun(NamedTuple):
    """A run by its number, with its status and conclusion; 0 and None where there is none."""

    number: int
    state: tuple[str, str] | None


class Alm:
    """The server in `alm`, with the login of the repository's owner, who is its administrator."""

    def __init__(self, lab: Lab) -> None:
        self.url = f"http://{lab.node('alm').address}:{lab.env.alm.servers['alm'].port}"
        self.owner, _, self.name = lab.env.alm.repository.partition("/")
        self.password = lab.secret("alm/admin")
        self.branch = lab.env.alm.branch
        self.repository = f"repos/{lab.env.alm.repository}"

    def ask(self, path: str, method: str = "GET", content: object = None) -> Answer:
        """The answer of the API, whatever its status. Raises LabError without one."""
        url = f"{self.url}/api/v1/{path}"
        try:
            return ask(url, method=method, content=content, login=(self.owner, self.password))
        except OSError as error:
            raise LabError(f"alm: no answer to {method} {path}: {error}") from error

    def demand(self, path: str, method: str, content: object = None) -> Answer:
        """The answer of the API when it agrees. Raises LabError with its words otherwise."""
        answer = self.ask(path, method, content)
        if not 200 <= answer.status < 300:
            words = answer.body.decode(errors="replace")[:500]
            raise LabError(f"alm: {method} {path} answers {answer.status}: {words}")
        return answer

    def knows_us(self) -> bool:
        """Whether the administrator exists with our password."""
        return self.ask("user").status == 200

    def make_repository(self) -> None:
        """Make the repository, and the one that is its submodule, unless they are there."""
        for name in (self.name, SHARED):
            if self.ask(f"repos/{self.owner}/{name}").status == 404:
                content = {"name": name, "auto_init": True, "default_branch": self.branch}
                self.demand("user/repos", "POST", content)

    def runners(self, name: str) -> dict[int, str]:
        """Id to status of the runners of that name: idle, active or offline."""
        found = self.demand("admin/actions/runners", "GET").json["runners"]
        return {runner["id"]: runner["status"] for runner in found if runner["name"] == name}

    def forget_runner(self, number: int) -> None:
        """Take a runner away."""
        self.demand(f"admin/actions/runners/{number}", "DELETE")

    def registration_token(self) -> str:
        """A token with which a runner registers."""
        token = self.demand("admin/actions/runners/registration-token", "POST").json["token"]
        return str(token)

    def newest_run(self) -> NewestRun:
        """The branch's newest run."""
        runs = self.demand(f"{self.repository}/actions/runs?branch={self.branch}&limit=1", "GET").json["workflow_runs"]
        found = [NewestRun(int(each["run_number"]), (each["status"], each.get("conclusion") or "")) for each in runs]
        return found[0] if found else NewestRun(0, None)

    def head(self) -> str:
        """The branch's newest commit."""
        return str(self.demand(f"{self.repository}/branches/{self.branch}", "GET").json["commit"]["id"])

    def start_run(self, workflow: str) -> None:
        """Start a workflow on the branch."""
        path = f"{self.repository}/actions/workflows/{workflow}/dispatches"
        self.demand(path, "POST", {"ref": self.branch})
