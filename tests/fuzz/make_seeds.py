#!/usr/bin/env python3
"""Writes the small valid files from which the fuzzers set out: seeds/."""
import gzip
import json
import pathlib
import struct

seeds = pathlib.Path(__file__).parent / "seeds"


def seed(target, name, data):
    (seeds / target).mkdir(parents=True, exist_ok=True)
    (seeds / target / name).write_bytes(data.encode() if isinstance(data, str) else data)


idx = struct.pack(">4I", 0x803, 3, 2, 2) + bytes(range(12))
seed("idx", "three_pictures", idx)
seed("idx", "three_labels", struct.pack(">2I", 0x801, 3) + bytes([0, 1, 9]))
seed("idx", "three_pictures.gz", gzip.compress(idx, 9, mtime=0))
seed("gz", "three_pictures.gz", gzip.compress(idx, 9, mtime=0))
seed("gz", "two_members.gz", gzip.compress(b"one", 9, mtime=0) + gzip.compress(b"two", 0, mtime=0))
seed("csv", "two_rows.csv", "label,pixel1,pixel2,pixel3,pixel4\n2,0,1,22,255\n0,9,8,7,6\n")
seed("csv", "crlf.csv", "\ufefflabel,pixel1\r\n1,2\r\n0,3")
header = json.dumps({"__metadata__": {"network": "dense 10", "q.scale": "0.5"},
                     "w": {"dtype": "F32", "shape": [1, 2], "data_offsets": [0, 8]},
                     "h": {"dtype": "F16", "shape": [1], "data_offsets": [8, 10]},
                     "b": {"dtype": "BF16", "shape": [], "data_offsets": [10, 12]},
                     "u": {"dtype": "U8", "shape": [0, 3], "data_offsets": [12, 12]},
                     "q": {"dtype": "I8", "shape": [2], "data_offsets": [12, 14]}}).encode()
seed("safetensors", "five_types.safetensors", struct.pack("<Q", len(header)) + header + bytes(range(14)))
seed("network", "every_layer.txt", "conv 8 3x3 same stride 2 l2 0.01 init he_normal no_bias, batch_norm momentum 0.9 epsilon 1e-3\n"
     "relu, sigmoid, tanh # comment\nmax_pool 2 stride 1, avg_pool 2, dropout 0.25, flatten, dense 10 init glorot_normal, softmax\n")
seed("recipe", "s2_1.txt", "# the main job\nnet = conv 32 3x3, relu, max_pool 2,\n  flatten, dense 128, relu, dense 10\n"
     "optimizer = adam\nlr = 0.001\nbatch = 512\nepochs = 10\nvalidation = random:0.2\nreported.test_accuracy = 0.8961\n")
seed("recipe", "grid.txt", "net = flatten, dense 10\nover.optimizer/lr = adam 0.001, sgd 0.1\nover.batch = 128, 256\nseeds = 3\n"
     "tolerance.test_accuracy = 0.89 0.9\nfinding = Words,\n  more words.\nreported.chosen = 1\n")
seed("recipe", "method.txt", "method = mpp --case 3 --pca 84\nverdict = not reproducible as written\nfinding = Why.\n")
