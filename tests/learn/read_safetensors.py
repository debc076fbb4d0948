#!/usr/bin/env python3
"""Reads a file of ours by the published safetensors format alone.   read_safetensors.py PROGRAM_THAT_WRITES_IT"""
import json
import struct
import subprocess
import sys
import tempfile

try:
    import numpy as np
except ImportError:
    sys.exit(77)  # skipped

with tempfile.NamedTemporaryFile() as f:
    subprocess.run([sys.argv[1], f.name], check=True)
    raw = open(f.name, "rb").read()
(length,) = struct.unpack("<Q", raw[:8])
header, data = json.loads(raw[8:8 + length]), raw[8 + length:]
texts = header.pop("__metadata__")


def read(name):
    entry = header[name]
    begin, end = entry["data_offsets"]
    kind = {"F32": "<f4", "F16": "<f2", "BF16": "<u2", "U8": "u1", "I8": "i1"}[entry["dtype"]]
    values = np.frombuffer(data[begin:end], kind).reshape(entry["shape"])
    return (values.astype("<u4") << 16).view("<f4") if entry["dtype"] == "BF16" else values


wanted = np.float32([0, 1, -2, 0.5, 3, -4])
assert (8 + length) % 8 == 0 and sum(e["data_offsets"][1] - e["data_offsets"][0] for e in header.values()) == len(data)
assert (read("weights") == wanted.reshape(2, 3)).all() and (read("half") == wanted.reshape(2, 3)).all()
assert (read("brain") == wanted).all() and read("bytes").tolist() == [0, 7, 255]
assert np.allclose(read("small").ravel() * float(texts["small.scale"]), [-1, 0.5, 0.25], atol=1 / 254)
assert texts["network"] == 'dense 10  # "quoted", 10 µm' and float(texts["scale"]) == 1 / 255
