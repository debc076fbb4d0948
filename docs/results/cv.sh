#!/usr/bin/env bash
# docs/results/cv.sh
# Ten-fold cross-validation of the Gaussian classifiers over all 70,000 pictures, the principal components fitted inside
# each fold, and McNemar's test for two pairs of models on the 10,000 of the test set; writes docs/results/cv.json.
# THIMBLE names the program to run; without it, ./run builds it.
set -euo pipefail
here=$(dirname "$0")
thimble=${THIMBLE-$here/../../run}
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT

validated() {  # validated NAME OPTION...
  "$thimble" cv "${@:2}" --split all --json --quiet > "$work/$1.json"
  awk -v name="$1" -v command="thimble cv ${*:2} --split all" '
    /"(accuracy|deviation)":/ { gsub(/[",:]/, ""); figure[$1] = $2 }
    /"folds":/ { sub(/.*\[/, ""); sub(/\].*/, ""); n = split($0, fold, ",") }
    END {
      for (i = 1; i <= n; i++) each = each sprintf("%s%.4f", i == 1 ? "" : ", ", fold[i])
      printf "  \"%s\": {\"command\": \"%s\",\n    \"accuracy\": %.4f, \"deviation\": %.4f, ", name, command,
        figure["accuracy"], figure["deviation"]
      printf "\"standard_error\": %.4f,\n", sqrt(figure["accuracy"] * (1 - figure["accuracy"]) / 70000)
      printf "    \"folds\": [%s]},\n", each
    }' "$work/$1.json"
}

# How the first is ahead of the second, fold by fold: both were dealt the same folds.
paired() {  # paired NAME FIRST SECOND
  awk -v name="$1" '
    /"folds":/ {
      sub(/.*\[/, ""); sub(/\].*/, "")
      n = split($0, fold, ",")
      for (i = 1; i <= n; i++) d[i] = FNR == NR ? fold[i] : d[i] - fold[i]
    }
    END {
      for (i = 1; i <= n; i++) { sum += d[i]; square += d[i] * d[i]; ahead += d[i] > 0 }
      printf "  \"%s\": {\"ahead\": %d, \"difference\": {\"mean\": %.4f, \"sd\": %.4f}},\n", name, ahead, sum / n,
        sqrt((square - sum * sum / n) / (n - 1))
    }' "$work/$2.json" "$work/$3.json"
}

fitted() {  # fitted NAME COMMAND OPTION...
  "$thimble" "${@:2}" --out "$work/$1.safetensors" --quiet > /dev/null
}

compared() {  # compared NAME FIRST SECOND
  "$thimble" compare "$work/$2.safetensors" "$work/$3.safetensors" --json | awk -v name="$1" '
    /"accuracy":/ { sub(/.*\[/, ""); sub(/\].*/, ""); both = $0 }
    /"(only_first|only_second|chi_squared|p)":/ { gsub(/[",:]/, ""); figure[$1] = $2 }
    END {
      printf "  \"%s\": {\"accuracy\": [%s], \"only_first\": %d, \"only_second\": %d, \"chi_squared\": %.3f, \"p\": %.4f}", name, both,
        figure["only_first"], figure["only_second"], figure["chi_squared"], figure["p"]
    }'
}

{
  echo '{'
  validated mpp_1 mpp --case 1 --pca 84
  validated mpp_2 mpp --case 2 --pca 84
  validated mpp_3 mpp --case 3 --pca 84
  paired mpp_2_over_3_folds mpp_2 mpp_3
  fitted mpp_2 mpp --case 2 --pca 84
  fitted mpp_3 mpp --case 3 --pca 84
  fitted knn_pixels knn -k 5
  fitted knn_pca84 knn -k 5 --pca 84
  compared mpp_2_and_3_test mpp_2 mpp_3 && echo ,
  compared knn_pixels_and_pca84_test knn_pixels knn_pca84 && echo
  echo '}'
} > "$here/cv.json.part"
mv "$here/cv.json.part" "$here/cv.json"
