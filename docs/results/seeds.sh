#!/usr/bin/env bash
# docs/results/seeds.sh RECIPE SEEDS [OPTION...]
# Trains a recipe with the seeds 1 to SEEDS and writes docs/results/RECIPE.json: each run's figures, and the mean and
# standard deviation of validation and test accuracy. THIMBLE names the program to run; without it, ./run builds it.
set -euo pipefail
recipe=$1 seeds=$2
here=$(dirname "$0")
thimble=${THIMBLE-$here/../../run}
runs=$(mktemp)
trap 'rm -f "$runs"' EXIT
for seed in $(seq "$seeds"); do
  "$thimble" train --net "$recipe" --seed "$seed" "${@:3}" --jsonl --quiet | tail -n 1 >> "$runs"
done

# The object's keys, flattened: only those that the table needs.
awk -v recipe="$recipe" -v command="thimble train --net $recipe --seed N${3+ ${*:3}}" '
  function value(part, key, at) {
    if (part != "" && !match($0, "\"" part "\": ?[{]")) return "null"
    at = part == "" ? $0 : substr($0, RSTART)
    if (!match(at, "\"" key "\": ?[^,}]*")) return "null"
    at = substr(at, RSTART, RLENGTH)
    sub(/^[^:]*: ?/, "", at)
    return at
  }
  {
    n++
    test[n] = value("test", "accuracy"); validation[n] = value("validation", "accuracy")
    run[n] = sprintf("{\"test\": {\"accuracy\": %s, \"loss\": %s}, \"validation\": {\"accuracy\": %s, \"loss\": %s}, " \
      "\"epochs\": %s, \"seconds\": %s, \"images_per_second\": %s, \"gflops\": %s, \"weights_sha256\": %s}",
      test[n], value("test", "loss"), validation[n], value("validation", "loss"), value("", "epochs"), value("", "seconds"),
      value("", "images_per_second"), value("", "gflops"), value("", "weights_sha256"))
    isa = value("", "isa"); threads = value("", "threads"); parameters = value("", "parameters")
  }
  function spread(name, list, i, sum, square, low, high) {
    if (list[1] == "null") return sprintf("  \"%s\": null,\n", name)
    low = high = list[1]
    for (i = 1; i <= n; i++) {
      sum += list[i]; square += list[i] * list[i]
      if (list[i] < low) low = list[i]
      if (list[i] > high) high = list[i]
    }
    return sprintf("  \"%s\": {\"mean\": %.5f, \"sd\": %.5f, \"lowest\": %s, \"highest\": %s},\n", name, sum / n,
      n > 1 ? sqrt((square - sum * sum / n > 0 ? square - sum * sum / n : 0) / (n - 1)) : 0, low, high)
  }
  END {
    printf "{\n  \"recipe\": \"%s\",\n  \"command\": \"%s\",\n  \"isa\": %s,\n  \"threads\": %s,\n  \"parameters\": %s,\n  \"seeds\": %d,\n",
      recipe, command, isa, threads, parameters, n
    printf "%s%s  \"runs\": {\n", spread("test", test), spread("validation", validation)
    for (i = 1; i <= n; i++) printf "    \"%d\": %s%s\n", i, run[i], i < n ? "," : ""
    printf "  }\n}\n"
  }' "$runs" > "$here/$recipe.json"
