#!/usr/bin/env python3
"""Thimble's classical methods beside scikit-learn's and faiss's, in turn, two threads each: one paired table.

    tests/bench/peers/versus_sklearn.py build/release [ROW...] [--pairs 3]

A ROW is a word of the table's first column; without one: all, in five minutes. Times are from samples in memory: bytes
on our side, floats on the peer's; reading files and starting a program are not counted on either side. Ours are the "seconds"
of `thimble ... --json`, or of tests/bench/classic_jobs where a command does more than the peer's job. The ratio is the
peer's time over ours, so above 1 Thimble is faster. "MiB" is our peak of resident memory, "others" the share of the
machine that went to other programs during the turn that was disturbed most.
"""
import argparse
import json
import os
import statistics
import subprocess
import sys
import time

from versus_torch import HERE, busy_seconds, install

PACKAGES = ["python3-sklearn", "python3-faiss", "python3-threadpoolctl", "libopenblas0-openmp", "dataset-fashion-mnist"]

# row: (ours, peers, what one timing of the peer stands for). {K} in ours: the rows that k-means starts from. For K = 10
# scikit-learn's "elkan" takes six times as long as its "lloyd".
ROWS = {
    "knn": (["thimble", "knn"], ["knn_faiss", "knn_sklearn"], 1),
    "cv-knn": (["thimble", "cv", "knn"], ["cv_knn_sklearn"], 5),
    "pca": (["classic_jobs", "pca"], ["pca_sklearn", "pca_faiss"], 1),
    "mpp2": (["thimble", "mpp", "--case", "2"], ["lda_svd", "lda_lsqr"], 1),
    "mpp3": (["thimble", "mpp", "--case", "3", "--ridge", "0.01"], ["qda"], 1),
    "mpp3-50": (["classic_jobs", "mpp_50"], ["qda_50"], 1),
    "mpp3-50-cv": (["classic_jobs", "mpp_50_cv"], ["qda_50_cv"], 1),
    "kmeans-10": (["classic_jobs", "kmeans_from", "{10}"], ["kmeans:10:lloyd"], 1),
    "kmeans-100": (["classic_jobs", "kmeans_from", "{100}"], ["kmeans:100:lloyd", "kmeans:100:elkan"], 1),
}
FEWER_PAIRS = {"cv-knn": 1, "kmeans-100": 1}
AN_ITERATION = ["kmeans-10"]  # rows that compare an iteration, not the whole
# Commands that are only looked at for their memory.
MEMORY = [["pca", "--components", "784"], ["mpp", "--case", "1"], ["cv", "mpp", "--case", "3", "--pca", "50"],
          ["kmeans", "-k", "100"], ["knn", "--pca", "84"], ["fld"]]


class Peer:
    """sklearn_job.py with the best BLAS: OpenBLAS's OpenMP form, the environment's settings for it taken away."""

    def __init__(self, args):
        env = {k: v for k, v in os.environ.items() if not k.startswith(("OPENBLAS_", "OMP_"))}
        env["OMP_NUM_THREADS"] = str(args.threads)
        self.process = subprocess.Popen(["/usr/bin/python3", f"{HERE}/sklearn_job.py", args.data], env=env, text=True,
                                        stdin=subprocess.PIPE, stdout=subprocess.PIPE)
        self.blas = json.loads(self.process.stdout.readline())["blas"]

    def ask(self, job):
        self.process.stdin.write(job + "\n")
        self.process.stdin.flush()
        return json.loads(self.process.stdout.readline())


def measured(work):
    """What work() returns, and the share of the machine that others used meanwhile."""
    busy, begin = busy_seconds(), time.perf_counter()
    result = work()
    elapsed = (time.perf_counter() - begin) * os.cpu_count()
    return result, max(0.0, busy_seconds() - busy - result["used"]) / elapsed


def ours(command, args):
    """The JSON that our program prints, with its processor time and its peak of resident memory."""
    programs = {"thimble": "native/thimble", "classic_jobs": "tests/bench/classic_jobs"}
    words = [f"{args.build}/{programs[command[0]]}"] + command[1:]
    words += ["--threads", str(args.threads), "--json", "--quiet"] if command[0] == "thimble" else [str(args.threads)]
    with subprocess.Popen(words, stdout=subprocess.PIPE) as process:
        out = process.stdout.read()
        _, status, usage = os.wait4(process.pid, 0)
        process.returncode = os.waitstatus_to_exitcode(status)
    if process.returncode != 0:
        sys.exit(f"{' '.join(words)}: exit code {process.returncode}")
    return {**json.loads(out), "used": usage.ru_utime + usage.ru_stime, "mib": usage.ru_maxrss / 1024}


def shown(result):
    for name in ("accuracy", "iterations", "first_share"):
        if name in result:
            return f"{result[name]:.4f}" if name != "iterations" else f"{result[name]} x"
    return ""


def print_row(row, command, peer, name, times, args):
    seconds, shares, mib = [], [], 0
    for pair in range(min(args.pairs, FEWER_PAIRS.get(row, args.pairs))):
        turns = [lambda: ours(command, args), lambda: peer.ask(name)]
        order = (0, 1) if pair % 2 == 0 else (1, 0)  # who goes first alternates
        done = {}
        for side in order:
            done[side], others = measured(turns[side])
            shares.append(others)
        us, them = done[0], done[1]
        mib = max(mib, us["mib"])
        seconds.append([r["seconds"] / (r["iterations"] if row in AN_ITERATION else 1) for r in (us, them)])
        seconds[-1][1] *= times
    ratios = [them / us for us, them in seconds]
    print(f"{row:<11} {name:<17} {statistics.median(s[0] for s in seconds):>9.4f} "
          f"{statistics.median(s[1] for s in seconds):>9.4f} {statistics.median(ratios):>7.1f}   "
          f"{f'{min(ratios):.1f}, {max(ratios):.1f}':<14} {shown(us) + ' / ' + shown(them):<18} {mib:>5.0f} "
          f"{max(shares):>6.0%}", flush=True)


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("build", help="the folder of a Release build, with thimble and classic_jobs in it")
    parser.add_argument("rows", nargs="*", metavar="ROW")
    parser.add_argument("--pairs", type=int, default=3)
    parser.add_argument("--threads", type=int, default=2)
    parser.add_argument("--data", default="/usr/share/datasets/fashion-mnist")
    args = parser.parse_intermixed_args()
    unknown = [row for row in args.rows if row not in list(ROWS) + ["memory"]]
    if unknown:
        sys.exit(f"versus_sklearn.py: expected rows of {', '.join(ROWS)} or memory, got {', '.join(unknown)}")
    install(PACKAGES)
    rows = [row for row in args.rows or ROWS if row in ROWS]
    if rows:
        peer = Peer(args)
        print(f"BLAS of the peers: {peer.blas}\n{'row':<11} {'peer':<17} {'ours s':>9} {'peer s':>9} {'ratio':>7}   "
              f"{'least, most':<14} {'ours / theirs':<18} {'MiB':>5} {'others':>6}")
    for row in rows:
        command, names, times = ROWS[row]
        command = [peer.ask(f"rows:{w[1:-1]}")["rows"] if w.startswith("{") else w for w in command]
        for name in names:
            print_row(row, command, peer, name, times, args)
    if not args.rows or "memory" in args.rows:
        print(f"\n{'peak of resident memory':<36} {'MiB':>5}")
        for command in MEMORY:
            print(f"{'thimble ' + ' '.join(command):<36} {ours(['thimble'] + command, args)['mib']:>5.0f}", flush=True)


if __name__ == "__main__":
    main()
