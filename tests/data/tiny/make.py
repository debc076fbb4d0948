#!/usr/bin/env python3
"""Cuts the excerpt of Fashion-MNIST (MIT licence, Zalando SE) that the tests and tutorials use: the first 20 training
and the first 10 test pictures of each class, in their order.   make.py [FOLDER OF THE WHOLE DATA SET]"""
import gzip
import pathlib
import struct
import sys

source = pathlib.Path(sys.argv[1] if len(sys.argv) > 1 else "/usr/share/datasets/fashion-mnist")
here = pathlib.Path(__file__).parent

for part, each in (("train", 20), ("t10k", 10)):
    images = gzip.decompress((source / f"{part}-images-idx3-ubyte.gz").read_bytes())[16:]
    labels = gzip.decompress((source / f"{part}-labels-idx1-ubyte.gz").read_bytes())[8:]
    left = [each] * 10
    rows = []
    for row, label in enumerate(labels):
        if left[label]:
            left[label] -= 1
            rows.append(row)
    pixels = b"".join(images[784 * row:784 * row + 784] for row in rows)
    for name, data in (
        ("images-idx3", struct.pack(">4I", 0x803, len(rows), 28, 28) + pixels),
        ("labels-idx1", struct.pack(">2I", 0x801, len(rows)) + bytes(labels[row] for row in rows)),
    ):
        (here / f"{part}-{name}-ubyte.gz").write_bytes(gzip.compress(data, 9, mtime=0))

names = "T-shirt/top,Trouser,Pullover,Dress,Coat,Sandal,Shirt,Sneaker,Bag,Ankle boot"
(here / "classes.txt").write_text(names.replace(",", "\n") + "\n")
