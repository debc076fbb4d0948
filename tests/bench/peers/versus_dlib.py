#!/usr/bin/env python3
"""Report S2-1 in training, Thimble and dlib in turn: one paired table.

    tests/bench/peers/versus_dlib.py build/release/native/thimble PEER [--pairs 3] [--seconds 2]

PEER is dlib_s2_1.cpp as `tests/bench/peers/run` builds it. dlib's own loops run on one thread; its OpenBLAS gets the
number of threads that is faster for it, tried first.
"""
import argparse
import gzip
import os
import tempfile

from versus_torch import add_arguments, last_line, peer_environment, print_header, print_pairs, thimble


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    add_arguments(parser)
    parser.add_argument("peer")
    args = parser.parse_intermixed_args()
    with tempfile.TemporaryDirectory() as folder:
        for name in ("train-images-idx3-ubyte", "train-labels-idx1-ubyte"):
            with gzip.open(f"{args.data}/{name}.gz") as packed, open(os.path.join(folder, name), "wb") as plain:
                plain.write(packed.read())

        def dlib(threads):
            return last_line([args.peer, folder, str(args.seconds)], peer_environment(True, threads))

        best = max(range(1, args.threads + 1), key=lambda threads: dlib(threads)[0]["images_per_second"])
        print_header("dlib")
        print_pairs("train:S2-1", lambda: thimble("train:S2-1", args), lambda: dlib(best), args)


if __name__ == "__main__":
    main()
