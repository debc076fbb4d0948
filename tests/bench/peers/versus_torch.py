#!/usr/bin/env python3
"""Thimble and PyTorch in turn on the same jobs, two threads each: one paired table.

    tests/bench/peers/versus_torch.py build/release/native/thimble [JOB...] [--pairs 3] [--seconds 2]
    tests/bench/peers/versus_torch.py build/release/native/thimble --tune       the peer alone, with each setting
    tests/bench/peers/versus_torch.py build/release/native/thimble --run S2-1   a whole run with its accuracy

A JOB is train:NAME or infer:NAME:BATCH; without one: all. --theirs and --ours add options to the peer's and to our
command: --theirs=--bf16 has the peer compute in bf16. The ratio is Thimble's images a second over PyTorch's, so above 1
Thimble is faster. "others" is the share of the machine that went to other programs during the turn that was disturbed
most: believe a line where it is small.
"""
import argparse
import itertools
import json
import os
import resource
import statistics
import subprocess
import sys
import time

HERE = os.path.dirname(os.path.abspath(__file__))
PACKAGES = ["python3-torch", "libopenblas0-openmp", "dataset-fashion-mnist"]

# What was fastest for the peer: the environment's OpenBLAS settings taken away, AVX-512 kernels, and for the networks
# with large tensors a malloc that keeps freed memory, in huge pages (it costs the small ones, so they go without).
KEEP_MEMORY = {"MALLOC_MMAP_THRESHOLD_": "4294967296", "MALLOC_TRIM_THRESHOLD_": "17179869184",
               "MALLOC_TOP_PAD_": "268435456", "GLIBC_TUNABLES": "glibc.malloc.hugetlb=1"}
LAST = ["--layout", "channels_last"]
JOBS = {  # job: options of torch_job.py, whether freed memory is kept
    "train:S4-1": ([], False),
    "train:S1-A": ([], False),
    "train:S0-2": ([], False),
    "train:S2-1": (LAST, True),
    "train:S4-5": (LAST, True),
    "train:S1-B-same": (LAST, True),
    "train:S3-1": (LAST, True),
    "infer:S4-1:256": (["--traced"], False),
    "infer:S2-1:256": (LAST + ["--traced"], True),
    "infer:S3-1:256": (LAST + ["--traced"], True),
    "infer:S4-1:1": (["--traced"], False),
    "infer:S2-1:1": (LAST + ["--traced"], True),
    "infer:S3-1:1": (LAST + ["--traced"], True),
}


def install(packages):
    """As cmake/setup.sh does: what is missing, with apt-get."""
    asked = subprocess.run(["dpkg-query", "-W", "-f", "${Package} ${db:Status-Status}\n"] + packages,
                           stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, check=False).stdout.decode().split("\n")
    missing = [p for p in packages if f"{p} installed" not in asked]
    if missing:
        print("installing", *missing, file=sys.stderr)
        sudo = [] if os.getuid() == 0 else ["sudo"]
        subprocess.run(sudo + ["apt-get", "update", "-q"], stdout=subprocess.DEVNULL, check=True)
        subprocess.run(sudo + ["apt-get", "install", "-y", "-q", "--no-install-recommends"] + missing,
                       stdout=subprocess.DEVNULL, check=True)


def peer_environment(keep_memory, threads):
    env = {k: v for k, v in os.environ.items() if not k.startswith(("OPENBLAS_", "OMP_", "MALLOC_"))}
    env.update(ATEN_CPU_CAPABILITY="avx512", OMP_NUM_THREADS=str(threads))
    if keep_memory:
        env.update(KEEP_MEMORY)
    return env


def busy_seconds():
    with open("/proc/stat", encoding="ascii") as f:
        user, nice, system, _, _, irq, softirq, steal = map(int, f.readline().split()[1:9])
    return (user + nice + system + irq + softirq + steal) / os.sysconf("SC_CLK_TCK")


def last_line(command, env=None):
    """The JSON that the command prints, and the share of the machine that others used meanwhile."""
    def children():
        used = resource.getrusage(resource.RUSAGE_CHILDREN)
        return used.ru_utime + used.ru_stime
    busy, own, begin = busy_seconds(), children(), time.perf_counter()
    out = subprocess.run(command, env=env, check=True, stdout=subprocess.PIPE).stdout.decode()
    elapsed = (time.perf_counter() - begin) * os.cpu_count()
    others = max(0.0, busy_seconds() - busy - (children() - own)) / elapsed
    return json.loads(out if out.startswith(("[", "{\n")) else out.strip().splitlines()[-1]), others


def split(job):
    words = job.split(":")
    return words[0], words[1], ["--batch", words[2]] if len(words) > 2 else []


def torch(job, options, keep_memory, args):
    kind, name, batch = split(job)
    command = ["/usr/bin/python3", f"{HERE}/torch_job.py", kind, name, "--seconds", str(args.seconds), "--threads",
               str(args.threads), "--data", args.data] + batch + options + args.theirs.split()
    return last_line(command, peer_environment(keep_memory, args.threads))


def thimble(job, args):
    kind, name, batch = split(job)
    command = [args.thimble, "bench", kind, name, "--seconds", str(args.seconds), "--threads", str(args.threads),
               "--data", args.data, "--json"] + batch + args.ours.split()
    (row,), others = last_line(command)
    return row, others


def print_header(peer):
    print(f"{'job':<16} {'batch':>5} {'thimble':>12} {peer:>12} {'ratio':>7}   {'least, most':<14} {'others':>6}")


def print_pairs(job, ours, theirs, args):
    """One line of the table. A pair that others disturbed is measured again, up to three times in all."""
    rates, disturbed = [], 0.0
    for pair in range(args.pairs):
        tries = []
        while len(tries) < 3 and not (tries and tries[-1][0] <= args.others):
            first, second = (ours, theirs) if pair % 2 == 0 else (theirs, ours)  # who goes first alternates
            (one, busy_one), (two, busy_two) = first(), second()
            us, them = (one, two) if first is ours else (two, one)
            tries.append((max(busy_one, busy_two), us["images_per_second"], them["images_per_second"]))
        others, us_rate, them_rate = min(tries)
        rates.append((us_rate, them_rate))
        disturbed = max(disturbed, others)
    ratios = [us / them for us, them in rates]
    spread = f"{min(ratios):.2f}, {max(ratios):.2f}"
    print(f"{job:<16} {us['batch']:>5} {statistics.median(r[0] for r in rates):>12,.0f} "
          f"{statistics.median(r[1] for r in rates):>12,.0f} {statistics.median(ratios):>7.2f}   {spread:<14} "
          f"{disturbed:>5.0%}", flush=True)


def compare(jobs, args):
    print_header("torch")
    for job in jobs:
        options, keep_memory = JOBS.get(job, (LAST, True))
        print_pairs(job, lambda: thimble(job, args), lambda: torch(job, options, keep_memory, args), args)


def tune(jobs, args):
    """Every setting of the peer for every job: what JOBS should hold."""
    print(f"{'job':<16} {'images/s':>12} {'best block':>12}   setting")
    for job in jobs:
        switches = [["--traced"]] if job.startswith("infer") else [["--foreach"]]
        for layout, switch, keep in itertools.product([[], LAST], [[]] + switches, [False, True]):
            row, _ = torch(job, layout + switch, keep, args)
            print(f"{job:<16} {row['images_per_second']:>12,.0f} {row['best']:>12,.0f}   "
                  f"{' '.join(layout + switch)}{' keeping memory' if keep else ''}", flush=True)


def whole_run(name, args):
    print(f"{'pair':>4} {'thimble s':>10} {'torch s':>10} {'ratio':>7} {'thimble test':>13} {'torch test':>11}")
    ratios = []
    for pair in range(args.pairs):
        both = ["--epochs", str(args.epochs), "--threads", str(args.threads), "--seed", str(pair), "--data", args.data]
        ours, _ = last_line([args.thimble, "train", "--net", name, "--validation", f"random:{args.validation}",
                             "--json", "--quiet"] + both)
        options, keep_memory = JOBS.get(f"train:{name}", (LAST, True))
        theirs, _ = last_line(["/usr/bin/python3", f"{HERE}/torch_job.py", "train", name, "--validation",
                               str(args.validation)] + both + options, peer_environment(keep_memory, args.threads))
        ratios.append(theirs["seconds"] / ours["seconds"])
        print(f"{pair:>4} {ours['seconds']:>10.2f} {theirs['seconds']:>10.2f} {ratios[-1]:>7.2f} "
              f"{ours['test']['accuracy']:>13.4f} {theirs['test']:>11.4f}", flush=True)
    print(f"median ratio {statistics.median(ratios):.2f} (least {min(ratios):.2f}, most {max(ratios):.2f})")


def add_arguments(parser):
    parser.add_argument("thimble", help="the program, built for Release")
    parser.add_argument("--pairs", type=int, default=3)
    parser.add_argument("--seconds", type=float, default=2, help="of each timing")
    parser.add_argument("--threads", type=int, default=2)
    parser.add_argument("--others", type=float, default=0.1, help="share of the machine above which a pair is repeated")
    parser.add_argument("--ours", default="", help="more options for thimble bench")
    parser.add_argument("--theirs", default="", help="more options for the peer")
    parser.add_argument("--data", default="/usr/share/datasets/fashion-mnist")


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    add_arguments(parser)
    parser.add_argument("jobs", nargs="*", metavar="JOB")
    parser.add_argument("--tune", action="store_true")
    parser.add_argument("--run", metavar="NAME")
    parser.add_argument("--epochs", type=int, default=10)
    parser.add_argument("--validation", type=float, default=0.2)
    args = parser.parse_intermixed_args()
    install(PACKAGES)
    jobs = args.jobs or list(JOBS)
    if args.run:
        whole_run(args.run, args)
    elif args.tune:
        tune(jobs, args)
    else:
        compare(jobs, args)


if __name__ == "__main__":
    main()
