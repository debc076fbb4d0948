#!/usr/bin/env bash
# docs/results/knn.sh
# Nearest neighbours on Fashion-MNIST: accuracy on the test set for several k, metrics and features; writes
# docs/results/knn.json. Nothing in it is random.
# THIMBLE names the program to run; without it, ./run builds it.
set -euo pipefail
here=$(dirname "$0")
thimble=${THIMBLE-$here/../../run}

accuracy() {  # accuracy NAME OPTION...
  local value
  value=$("$thimble" knn "${@:2}" --json --quiet | awk '/"accuracy":/ { gsub(/,/, ""); print $2; exit }')
  printf '  "%s": {"command": "thimble knn %s", "accuracy": %.4f}' "$1" "${*:2}" "$value"
}

{
  echo '{'
  accuracy l2_1 -k 1 && echo ,
  accuracy l2_3 -k 3 && echo ,
  accuracy l2_5 -k 5 && echo ,
  accuracy l2_7 -k 7 && echo ,
  accuracy l2_9 -k 9 && echo ,
  accuracy pca84_5 -k 5 --pca 84 && echo ,
  accuracy pca84_9_distance -k 9 --weights distance --pca 84 && echo ,
  accuracy pca84_l1_5 -k 5 --metric l1 --pca 84 && echo ,
  accuracy l1_5 -k 5 --metric l1 && echo ,
  accuracy l3_5 -k 5 --metric l3 && echo ,
  accuracy linf_5 -k 5 --metric linf && echo
  echo '}'
} > "$here/knn.json.part"
mv "$here/knn.json.part" "$here/knn.json"
