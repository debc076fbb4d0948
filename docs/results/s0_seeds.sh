#!/usr/bin/env bash
# docs/results/s0_seeds.sh [RECIPE [OPTION...]]
# Trains a recipe (S0-1 if none is named) with the seeds 1 to 24 and writes docs/results/RECIPE_seeds.json (with options
# such as --lr 0.00001 RECIPE_lr_0.00001_seeds.json): every run's test accuracy and loss, how many networks died (test
# accuracy exactly .1000), and the spread of the others.
# The scalar kernels give the same bits on every machine, and networks on the brink magnify the last one.
# THIMBLE names the program to run; without it, ./run builds it.
set -euo pipefail
recipe=${1-S0-1}
here=$(dirname "$0")
thimble=${THIMBLE-$here/../../run}
command="thimble train --net $recipe --seed N --isa scalar --threads 1"
name=$recipe
if [ $# -gt 1 ]; then
  command+=" ${*:2}"
  name+=_$(printf '%s' "${*:2}" | tr -d - | tr ' ' _)
fi

runs=$(mktemp)
trap 'rm -f "$runs"' EXIT
for seed in $(seq 24); do
  "$thimble" train --net "$recipe" --seed "$seed" --isa scalar --threads 1 "${@:2}" --json --quiet |
    awk -v seed="$seed" '/"test": {/ { test = 1 }
      test && /"accuracy":|"loss":/ { gsub(/[,"]/, ""); value[$1] = $2 }
      test && /]/ { test = 0 }
      END { print seed, value["accuracy:"], value["loss:"] }' >> "$runs"
done

sort -k 2,2g "$runs" | awk -v recipe="$recipe" -v command="$command" '
  { n++; accuracy[$1] = $2; loss[$1] = $3
    if ($2 == 0.1) { dead++; next }
    alive++; sum += $2; square += $2 * $2; if (alive == 1) worst = $2; best = $2 }
  END {
    mean = alive ? sum / alive : 0
    sd = alive > 1 ? sqrt((square - alive * mean * mean) / (alive - 1)) : 0
    printf "{\n  \"recipe\": \"%s\",\n  \"command\": \"%s\",\n", recipe, command
    printf "  \"seeds\": %d,\n  \"dead\": %d,\n  \"alive\": %d,\n  \"share_dead\": %.4f,\n", n, dead, alive, dead / n
    printf "  \"alive_accuracy\": {\"mean\": %.4f, \"sd\": %.4f, \"worst\": %.4f, \"best\": %.4f},\n", mean, sd, worst, best
    printf "  \"runs\": {\n"
    for (s = 1; s <= n; s++)
      printf "    \"%d\": {\"accuracy\": %s, \"loss\": %s}%s\n", s, accuracy[s], loss[s], s < n ? "," : ""
    printf "  }\n}\n" }' > "$here/${name}_seeds.json"
