"""Writes a model that llama.cpp loads and that knows nothing: a one-layer Llama with random weights.

The vocabulary is the three control tokens, the word mark and the 256 bytes, so that any text can be tokenised.
One dimension of every embedding is the same large number, and the output weighs it in favour of the letters a
to z: what the model says is nonsense, but always valid text (llama-server answers 500 to bytes that are not).
Source: GGUF specification, version 3 (little endian).
"""

from __future__ import annotations

import random
import struct
from array import array
from collections.abc import Mapping, Sequence

ALIGNMENT = 32
WIDTH, FEED_FORWARD, CONTEXT, HEADS = 32, 64, 256, 2
SEED = 11
LOUD = 4.0
"""The weight of the dimension that all embeddings share, against a spread of 0.2 of the others."""

UINT32, FLOAT32, STRING, ARRAY, INT32 = 4, 6, 8, 9, 5
NORMAL, UNKNOWN, CONTROL, BYTE = 1, 2, 3, 6

TOKENS: tuple[tuple[str, int], ...] = (
    ("<unk>", UNKNOWN),
    ("<s>", CONTROL),
    ("</s>", CONTROL),
    *((f"<0x{number:02X}>", BYTE) for number in range(256)),
    ("\u2581", NORMAL),
)
LETTERS = range(3 + ord("a"), 3 + ord("z") + 1)
"""The tokens that the model ever says."""


def tiny_model(name: str) -> bytes:
    """The bytes of a GGUF file (about 130 KB), the same at every call; `name` is what the model calls itself."""
    fields = [
        _text("general.architecture", "llama"),
        _text("general.name", name),
        _number("llama.context_length", CONTEXT),
        _number("llama.embedding_length", WIDTH),
        _number("llama.block_count", 1),
        _number("llama.feed_forward_length", FEED_FORWARD),
        _number("llama.attention.head_count", HEADS),
        _number("llama.rope.dimension_count", WIDTH // HEADS),
        _key("llama.attention.layer_norm_rms_epsilon", FLOAT32) + struct.pack("<f", 1e-5),
        _text("tokenizer.ggml.model", "llama"),
        _array("tokenizer.ggml.tokens", STRING, [_string(text) for text, _ in TOKENS]),
        _array("tokenizer.ggml.scores", FLOAT32, [struct.pack("<f", 0.0)] * len(TOKENS)),
        _array("tokenizer.ggml.token_type", INT32, [struct.pack("<i", kind) for _, kind in TOKENS]),
        _number("tokenizer.ggml.unknown_token_id", 0),
        _number("tokenizer.ggml.bos_token_id", 1),
        _number("tokenizer.ggml.eos_token_id", 2),
    ]
    infos, data = _tensors()
    header = b"GGUF" + struct.pack("<IQQ", 3, len(infos), len(fields))
    return _padded(header + b"".join(fields) + b"".join(infos)) + data


def _tensors() -> tuple[list[bytes], bytes]:
    """The tensors' descriptions and their weights, in float 32; a shape is written innermost dimension first."""
    shapes: Mapping[str, Sequence[int]] = {
        "token_embd.weight": (WIDTH, len(TOKENS)),
        "output_norm.weight": (WIDTH,),
        "output.weight": (WIDTH, len(TOKENS)),
        "blk.0.attn_norm.weight": (WIDTH,),
        "blk.0.attn_q.weight": (WIDTH, WIDTH),
        "blk.0.attn_k.weight": (WIDTH, WIDTH),
        "blk.0.attn_v.weight": (WIDTH, WIDTH),
        "blk.0.attn_output.weight": (WIDTH, WIDTH),
        "blk.0.ffn_norm.weight": (WIDTH,),
        "blk.0.ffn_gate.weight": (WIDTH, FEED_FORWARD),
        "blk.0.ffn_up.weight": (WIDTH, FEED_FORWARD),
        "blk.0.ffn_down.weight": (FEED_FORWARD, WIDTH),
    }
    spread = random.Random(SEED)
    infos: list[bytes] = []
    data = b""
    for name, shape in shapes.items():
        count = shape[0] * (shape[1] if len(shape) > 1 else 1)
        dimensions = struct.pack(f"<I{len(shape)}Q", len(shape), *shape)
        infos.append(_string(name) + dimensions + struct.pack("<IQ", 0, len(data)))
        weights = array("f", (spread.gauss(0.0, 0.2) for _ in range(count)))
        if name == "token_embd.weight":
            weights[::WIDTH] = array("f", [LOUD] * len(TOKENS))
        elif name == "output.weight":
            weights[::WIDTH] = array("f", (LOUD if token in LETTERS else -LOUD for token in range(len(TOKENS))))
        elif name == "output_norm.weight":
            weights = array("f", [1.0] * count)
        data += _padded(weights.tobytes())
    return infos, data


def _string(text: str) -> bytes:
    raw = text.encode()
    return struct.pack("<Q", len(raw)) + raw


def _key(name: str, kind: int) -> bytes:
    return _string(name) + struct.pack("<I", kind)


def _text(name: str, value: str) -> bytes:
    return _key(name, STRING) + _string(value)


def _number(name: str, value: int) -> bytes:
    return _key(name, UINT32) + struct.pack("<I", value)


def _array(name: str, kind: int, items: Sequence[bytes]) -> bytes:
    return _key(name, ARRAY) + struct.pack("<IQ", kind, len(items)) + b"".join(items)


def _padded(content: bytes) -> bytes:
    return content + b"\0" * (-len(content) % ALIGNMENT)
