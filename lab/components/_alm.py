"""Forgejo's API, as the lab's administrator asks it."""

from __future__ import annotations

import base64

from lab.components._common import Answer, ask
from lab.errors import LabError
from lab.site import Lab


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
        """Make the repository unless it is there."""
        if self.ask(self.repository).status == 404:
            content = {"name": self.name, "auto_init": True, "default_branch": self.branch}
            self.demand("user/repos", "POST", content)

    def put_file(self, path: str, content: bytes, message: str) -> None:
        """Commit a file to the branch unless it is there with this content."""
        target = f"{self.repository}/contents/{path}"
        encoded = base64.b64encode(content).decode()
        change = {"branch": self.branch, "message": message, "content": encoded}
        found = self.ask(f"{target}?ref={self.branch}")
        if found.status == 404:
            self.demand(target, "POST", change)
        elif base64.b64decode(found.json["content"]) != content:
            self.demand(target, "PUT", {**change, "sha": found.json["sha"]})

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

    def newest_run(self) -> tuple[str, str] | None:
        """Status and conclusion of the branch's newest run; None when there is none."""
        path = f"{self.repository}/actions/runs?branch={self.branch}&limit=1"
        runs = self.demand(path, "GET").json["workflow_runs"]
        return (runs[0]["status"], runs[0].get("conclusion") or "") if runs else None

    def start_run(self, workflow: str) -> None:
        """Start a workflow on the branch."""
        path = f"{self.repository}/actions/workflows/{workflow}/dispatches"
        self.demand(path, "POST", {"ref": self.branch})
