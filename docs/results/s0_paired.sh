#!/usr/bin/env bash
# docs/results/s0_paired.sh
# Compares S0-4 (20 epochs) with S0-2 (10 epochs) seed by seed, from the two files that s0_seeds.sh writes, and writes
# docs/results/S0_paired.json: the mean and standard deviation of the differences, and in how many seeds S0-4 is ahead.
set -euo pipefail
cd "$(dirname "$0")"
awk '/"accuracy": .*"loss": / { gsub(/[":,{}]/, ""); if (FILENAME ~ /S0-2/) before[$1] = $3; else after[$1] = $3 }
  END {
    for (s in before) {
      d = after[s] - before[s]; sum += d; square += d * d; n++
      if (d > 0) ahead++
    }
    mean = sum / n
    printf "{\n  \"seeds\": %d,\n  \"ahead\": %d,\n", n, ahead
    printf "  \"difference\": {\"mean\": %.4f, \"sd\": %.4f}\n}\n", mean, sqrt((square - n * mean * mean) / (n - 1))
  }' S0-2_seeds.json S0-4_seeds.json > S0_paired.json
