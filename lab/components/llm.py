"""llama.cpp in `llm`: the real server, with a model that is made here and knows nothing (lab.building.gguf).

The program comes from a later Debian release than the guest's, with its own loader and libraries, which the
unit's LD_LIBRARY_PATH names. It chooses its code for the processor when it starts, so that it runs on every
x86-64 machine.
"""

from __future__ import annotations

import json
import urllib.error
import urllib.request
from pathlib import Path
from string import Template

from lab.artifacts import DebianProgram
from lab.artifacts.debian import LOADER
from lab.building.component import Component, File
from lab.building.gguf import tiny_model
from lab.site import Lab, Node

DATA = Path(__file__).parent / "data" / "llm"
MODELS = "/opt/gbo/data/models"
KEYS = "/opt/gbo/conf/llm/api-keys"
LIBRARIES = "/opt/gbo/lib/llama"
PLUGINS = "/usr/lib/x86_64-linux-gnu/ggml/backends0"
"""Where the program looks for its variants, one for each generation of processors."""

SERVER = DebianProgram(
    "llama.cpp",
    "forky",
    package="llama.cpp-tools",
    program="llama-server",
    home=LIBRARIES,
    private="llama",
    plugins="ggml/backends0",
)


def _files(lab: Lab) -> list[File]:
    found = SERVER.path(lab.cache)
    (alias,) = lab.env.llm.servers["llm"].models
    model = f"{MODELS}/{alias}.gguf"
    values = {"model": model, "alias": alias, "port": str(lab.env.llm.servers["llm"].port), "keys": KEYS}
    unit = Template((DATA / "llama.service").read_text()).substitute(values)
    return [
        File("/opt/gbo/bin/llama-server", found / "bin/llama-server", 0o755),
        File(LIBRARIES, found / "lib"),
        File(f"{LIBRARIES}/{LOADER}", found / "lib" / LOADER, 0o755),
        File(f"{LIBRARIES}/packages", (found / "packages").read_bytes()),
        File(PLUGINS, found / "plugins"),
        File(model, tiny_model(alias)),
        File(KEYS, f"{lab.secret('llm/api_key')}\n".encode(), 0o640, "root:nogroup"),
        File("/etc/systemd/system/llama.service", unit.encode()),
    ]


def _ready(lab: Lab, node: Node) -> str | None:
    server = lab.env.llm.servers["llm"]
    url = f"http://{node.address}:{server.port}"
    question = urllib.request.Request(
        f"{url}/completion",
        data=json.dumps({"prompt": "hello", "n_predict": 1}).encode(),
        headers={"Content-Type": "application/json", "Authorization": f"Bearer {lab.secret('llm/api_key')}"},
    )
    try:
        with urllib.request.urlopen(f"{url}{server.ready_path}", timeout=3):
            pass
        with urllib.request.urlopen(question, timeout=10) as answer:
            predicted = json.load(answer)["tokens_predicted"]
    except urllib.error.HTTPError as error:
        return f"HTTP {error.code}: {error.read().decode('utf-8', 'replace').strip()}"
    except OSError as error:
        return str(error)
    return None if predicted == 1 else f"{predicted} tokens instead of one"


COMPONENT = Component(
    room="llm",
    title="llama.cpp of Debian forky with a generated model",
    kind="real",
    instance="llm",
    units=("llama",),
    files=_files,
    artifacts={"llama-server": SERVER},
    ready=_ready,
)
