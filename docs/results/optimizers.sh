#!/usr/bin/env bash
# docs/results/optimizers.sh
# Trains a network with one hidden layer on Fashion-MNIST for ten epochs with four settings of the optimizer, with the
# seeds 1 to 3, and writes docs/results/optimizers.json: loss and accuracy of the last epoch's training pass and of the
# test set, each the mean over the seeds, with the smallest and the largest test accuracy.
# THIMBLE names the program to run; without it, ./run builds it.
set -euo pipefail
here=$(dirname "$0")
thimble=${THIMBLE-$here/../../run}
net='flatten, dense 32, relu, dense 10'
common='--epochs 10 --batch 32 --isa scalar --threads 1 --json --quiet'

setting() {  # setting NAME OPTION...
  local seed
  for seed in 1 2 3; do
    "$thimble" train --net "$net" $common --seed "$seed" "${@:2}" |
      awk '/"(train|test)": {/ { split($0, part, "\""); at = part[2]; split("", seen) }
        at != "" && /"accuracy":|"loss":/ { gsub(/[,"]/, ""); if (!($1 in seen)) value[at $1] = $2; seen[$1] = 1 }
        /"validation"|"epochs"/ { at = "" }
        END { print value["trainloss:"], value["trainaccuracy:"], value["testloss:"], value["testaccuracy:"] }'
  done | awk -v name="$1" -v options="${*:2}" '
    { a += $1; b += $2; c += $3; d += $4; if (NR == 1 || $4 < low) low = $4; if ($4 > high) high = $4 }
    END {
      printf "  \"%s\": {\"options\": \"%s\", ", name, options
      printf "\"train\": {\"loss\": %.4f, \"accuracy\": %.4f}, \"test\": {\"loss\": %.4f, \"accuracy\": %.4f, ",
        a / NR, b / NR, c / NR, d / NR
      printf "\"lowest\": %.4f, \"highest\": %.4f}}", low, high }'
}

{
  printf '{\n  "command": "thimble train --net %s %s --seed N OPTIONS",\n  "seeds": 3,\n' "'$net'" "$common"
  setting sgd --optimizer sgd --lr 0.01
  printf ',\n'
  setting sgd_fast --optimizer sgd --lr 0.1
  printf ',\n'
  setting momentum --optimizer sgd --lr 0.01 --momentum 0.9
  printf ',\n'
  setting adam --optimizer adam --lr 0.001
  printf '\n}\n'
} > "$here/optimizers.json.part"
mv "$here/optimizers.json.part" "$here/optimizers.json"
