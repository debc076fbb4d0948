#!/usr/bin/env bash
# docs/results/ablation.sh NAME FOLDER [SEEDS]
# What earns its place: trains each variant of docs/results/ablation/NAME.txt with the seeds 0 to SEEDS - 1 (2), judges it on
# validation pictures and writes docs/results/NAME_ablation.json. The test set is not read into any figure. FOLDER keeps
# every run, and a run that is there is not made again; what has not been run yet is left out of the file. A seed's pictures are the same for all variants, so differences are
# taken seed by seed. THIMBLE names the program (without it, ./run builds it); JOBS, how many trainings run side by side (0: only the file is written).
set -euo pipefail
name=$1 folder=$2 seeds=${3-2}
here=$(cd "$(dirname "$0")" && pwd)
thimble=${THIMBLE-$here/../../run}
mkdir -p "$folder"

# The list: recipe = NAME; common = OPTIONS; then `variant | edit of the recipe (sed) | options` a line, the first as it is.
list=$here/ablation/$name.txt
recipe=$(sed -n 's/^recipe = //p' "$list")
common=$(sed -n 's/^common = //p' "$list")

one() {  # VARIANT EDIT OPTIONS SEED
  local out=$folder/$1.$4.json
  [ -s "$out" ] && return
  sed -e "$2" "$here/../../lib/recipes/$recipe.recipe" > "$folder/$1.recipe"
  eval "\"$thimble\" train --net \"$folder/$1.recipe\" --seed $4 --threads 1 --quiet --json $common $3" > "$out.part" && mv "$out.part" "$out"
}
export -f one
export folder here thimble recipe common

[ "${JOBS-1}" = 0 ] || for seed in $(seq 0 $((seeds - 1))); do
  grep '|' "$list" | while IFS='|' read -r variant edit options; do
    printf '%s\0%s\0%s\0%s\0' "${variant// /}" "$edit" "$options" "$seed"
  done
done | xargs -0 -n 4 -P "${JOBS-1}" bash -c 'one "$@"' one

value() { sed -n "/\"validation\": {/,/}/s/.*\"$1\": \([0-9.e-]*\).*/\1/p" "$2" | head -n 1; }

grep '|' "$list" | while IFS='|' read -r variant edit options; do
  variant=${variant// /}
  for seed in $(seq 0 $((seeds - 1))); do
    run=$folder/$variant.$seed.json
    [ -s "$run" ] || continue
    echo "$variant|$seed|$(value accuracy "$run")|$(value loss "$run")|$(sed -n 's/.*"parameters": \([0-9]*\).*/\1/p' "$run" | head -n 1)|$(sed 's/^ *//; s/ *$//; s/\\/\\\\/g; s/"/\\"/g' <<< "$edit")|$(sed 's/^ *//; s/ *$//' <<< "$options")"
  done
done | awk -F'|' -v recipe="$recipe" -v name="$name" -v common="$common" -v seeds="$seeds" '
  NR == 1 { first = $1 }
  { if (!($1 in runs)) order[++n] = $1
    runs[$1]++
    accuracy[$1, $2] = $3; loss[$1, $2] = $4; parameters[$1] = $5; edit[$1] = $6; options[$1] = $7 }
  END {
    printf "{\n  \"command\": \"docs/results/ablation.sh %s FOLDER %d\",\n  \"recipe\": \"%s\",\n  \"common\": \"%s\",\n", name, seeds, recipe, common
    printf "  \"measured\": \"validation accuracy and loss at the end, mean over the seeds that were run; difference: to the recipe as it is, seed by seed, its mean and, of two seeds and more, the standard error of that mean\",\n"
    epochs = common; sub(/.*--epochs */, "", epochs); sub(/ .*/, "", epochs)
    printf "  \"epochs\": %s,\n  \"variants\": {\n", epochs
    for (i = 1; i <= n; i++) {
      v = order[i]; a = l = d = dd = dl = paired = 0; list = ""
      for (s = 0; s < seeds; s++) {
        if (!((v, s) in accuracy)) continue
        a += accuracy[v, s]; l += loss[v, s]; list = list (list == "" ? "" : ", ") accuracy[v, s]
        if (!((first, s) in accuracy)) continue
        paired++
        difference = accuracy[v, s] - accuracy[first, s]; d += difference; dd += difference * difference
        dl += loss[v, s] - loss[first, s]
      }
      variance = paired > 1 ? (dd - d * d / paired) / (paired - 1) : 0
      error = paired > 1 ? sprintf("%.5f", sqrt((variance > 0 ? variance : 0) / paired)) : "null"
      printf "    \"%s\": {\"edit\": \"%s\", \"options\": \"%s\", \"parameters\": %s, \"seeds\": %d, \"validation\": %.5f, \"loss\": %.5f, \"difference\": %.5f, \"standard_error\": %s, \"loss_difference\": %.5f, \"runs\": [%s]}%s\n",
        v, edit[v], options[v], parameters[v], runs[v], a / runs[v], l / runs[v], d / paired, error, dl / paired, list, i < n ? "," : ""
    }
    printf "  }\n}\n"
  }' > "$here/${name}_ablation.json"
