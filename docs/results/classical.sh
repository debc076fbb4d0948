#!/usr/bin/env bash
# docs/results/classical.sh
# Fits the Gaussian and linear methods to Fashion-MNIST's training set, measures them on its test set, and writes
# docs/results/classical.json: accuracies, how many principal components hold 80, 90, 95 and 99 % of the variance, and
# the first five components' shares. Nothing in it is random.
# THIMBLE names the program to run; without it, ./run builds it.
set -euo pipefail
here=$(dirname "$0")
thimble=${THIMBLE-$here/../../run}

accuracy() {  # accuracy NAME COMMAND OPTION...
  local value
  value=$("$thimble" "${@:2}" --json --quiet | awk '/"accuracy":/ { gsub(/,/, ""); print $2; exit }')
  printf '    "%s": {"command": "thimble %s", "accuracy": %.4f}' "$1" "${*:2}" "$value"
}

{
  printf '{\n  "methods": {\n'
  accuracy raw_1 mpp --case 1 && echo ,
  accuracy raw_2 mpp --case 2 && echo ,
  accuracy raw_2_ridge mpp --case 2 --ridge 0.001 && echo ,
  accuracy raw_3_ridge mpp --case 3 --ridge 0.01 && echo ,
  accuracy pca84_1 mpp --case 1 --pca 84 && echo ,
  accuracy pca84_2 mpp --case 2 --pca 84 && echo ,
  accuracy pca84_3 mpp --case 3 --pca 84 && echo ,
  accuracy pca50_3 mpp --case 3 --pca 50 && echo ,
  accuracy fld_1 mpp --case 1 --fld && echo ,
  accuracy fld_2 mpp --case 2 --fld && echo ,
  accuracy fld_3 mpp --case 3 --fld && echo
  printf '  },\n  "pca": {\n    "command": "thimble pca",\n'
  "$thimble" pca --json --quiet | awk '
    /"0\.[0-9]+":/ { gsub(/[",:]/, ""); counts = counts (counts == "" ? "" : ", ") "\"" $1 "\": " $2 }
    /"shares":/ { sub(/.*\[/, ""); split($0, share, ",") }
    END {
      printf "    \"components_for\": {%s},\n    \"percent\": [", counts
      for (j = 1; j <= 5; j++) printf "%s%.2f", (j == 1 ? "" : ", "), 100 * share[j]
      printf "]\n  }\n}\n"
    }'
} > "$here/classical.json.part"
mv "$here/classical.json.part" "$here/classical.json"
