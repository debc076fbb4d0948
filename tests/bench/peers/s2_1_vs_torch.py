#!/usr/bin/env python3
"""Report S2-1's whole run, Thimble and PyTorch in turn, two threads each: one paired table.

    tests/bench/peers/s2_1_vs_torch.py BUILD_DIR/native/thimble [DATA_DIR] [PAIRS] [EPOCHS]

Needs Debian's python3-torch. A ratio above 1 means that Thimble is faster. See README.md for the peer's settings.
"""
import json
import os
import statistics
import subprocess
import sys

binary = sys.argv[1]
data = sys.argv[2] if len(sys.argv) > 2 else "/usr/share/datasets/fashion-mnist"
pairs = int(sys.argv[3]) if len(sys.argv) > 3 else 3
epochs = int(sys.argv[4]) if len(sys.argv) > 4 else 10
here = os.path.dirname(os.path.abspath(__file__))

# The peer's best settings: AVX-512 kernels, the fast BLAS, and freed memory kept for the next step instead of returned.
peer = {k: v for k, v in os.environ.items() if k not in ("OPENBLAS_CORETYPE", "OPENBLAS_L2_SIZE")}
peer.update(ATEN_CPU_CAPABILITY="avx512", OMP_NUM_THREADS="2", MALLOC_MMAP_THRESHOLD_="4294967296",
            MALLOC_TRIM_THRESHOLD_="17179869184", MALLOC_TOP_PAD_="268435456", GLIBC_TUNABLES="glibc.malloc.hugetlb=1")


def last_json(command, env=None):
    out = subprocess.run(command, env=env, check=True, stdout=subprocess.PIPE).stdout
    return json.loads(out.decode().strip().splitlines()[-1] if env else out)


ratios = []
print(f"{'pair':>4} {'thimble s':>10} {'torch s':>10} {'ratio':>7} {'thimble test':>13} {'torch test':>11}")
for pair in range(pairs):
    ours = last_json([binary, "train", "--net", "S2-1", "--data", data, "--epochs", str(epochs), "--threads", "2",
                      "--seed", str(pair), "--json", "--quiet"])
    torch = last_json(["/usr/bin/python3", f"{here}/s2_1_torch.py", data, str(epochs), str(pair)], peer)
    ratios.append(torch["seconds"] / ours["seconds"])
    print(f"{pair:>4} {ours['seconds']:>10.2f} {torch['seconds']:>10.2f} {ratios[-1]:>7.2f} "
          f"{ours['test']['accuracy']:>13.4f} {torch['test']:>11.4f}", flush=True)
print(f"median ratio {statistics.median(ratios):.2f} (lowest {min(ratios):.2f}, highest {max(ratios):.2f})")
