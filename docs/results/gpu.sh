#!/usr/bin/env bash
# docs/results/gpu.sh FOLDER DATA [RESULT]
# Everything that is measured on a GPU, in one go of about twenty minutes, on a machine that has nothing but the GPU and these
# files. FOLDER holds the programs thimble, test_cuda_device and gemm_vs_cublas, built elsewhere:
#   cmake --preset cuda && cmake --build build/cuda --target thimble_cli test_cuda_device gemm_vs_cublas
# DATA is the folder of the four .gz files. Writes RESULT (gpu.json): a row a key, null where a program failed; every row as
# soon as it is known, so that an interrupted run keeps what it has. A row that is there is not measured again. ROWS names
# those to measure (all).
set -uo pipefail
folder=$1 data=$2 result=${3-gpu.json}
rows=${ROWS-tests gemm convolution s3_1_epoch coffee single knn accuracy}
parts=$result.parts
mkdir -p "$parts"
thimble() { "$folder/thimble" "$@" --data "$data" --quiet --json; }

row() {  # NAME COMMAND...: its standard output is JSON
  local name=$1
  shift
  if [ ! -s "$parts/$name" ] || grep -qx null "$parts/$name"; then
    echo "measuring $name" >&2
    "$@" > "$parts/$name.new" && mv "$parts/$name.new" "$parts/$name" || echo null > "$parts/$name"
  fi
  {
    printf '{'
    local separator=''
    for part in "$parts"/*; do
      case $part in *.new) continue ;; esac
      printf '%s\n"%s": ' "$separator" "$(basename "$part")"
      cat "$part"
      separator=,
    done
    printf '}\n'
  } > "$result"
}

tests() {
  "$folder/test_cuda_device" > "$parts.tests.log" 2>&1
  printf '{"exit": %d, "last": "%s"}\n' $? "$(grep -E 'PASSED|FAILED|SKIPPED' "$parts.tests.log" | head -n 1 | tr -d '"')"
}

row device "$folder/thimble" info --devices --json
for group in $rows; do
  case $group in
    tests) row tests tests ;;
    gemm)
      row gemm_4096 "$folder/gemm_vs_cublas" 4096
      for compute in float32 tf32 bf16; do
        row "bench_gemm_$compute" "$folder/thimble" bench gemm 4096x4096x4096 512x784x256 5408x512x128 \
          --device cuda --compute $compute --json
      done ;;
    convolution)
      row bench_conv "$folder/thimble" bench conv S2-1 S3-1 --device cuda --json
      for compute in float32 tf32 bf16; do
        row "bench_train_$compute" "$folder/thimble" bench train S4-1 S2-1 S3-1 coffee --device cuda --compute $compute \
          --data "$data" --json
      done ;;
    s3_1_epoch) row s3_1_epoch thimble train --net S3-1 --epochs 3 --patience 0 --device cuda ;;
    coffee) row coffee thimble train --net coffee --device cuda ;;
    single) row single thimble train --net coffee --epochs 100 --device cuda ;;
    knn) row knn thimble knn -k 5 --device cuda ;;
    accuracy)
      for seed in 1 2 3; do
        for device in cpu cuda; do
          row "accuracy_${device}_$seed" thimble train --net quick --compute float32 --seed $seed --device $device
        done
      done ;;
    *) echo "gpu.sh: unknown row $group" >&2 && exit 2 ;;
  esac
done
