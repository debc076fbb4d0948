#!/bin/sh
# Runs libFuzzer's targets, each for so many seconds, from the committed corpus.
#   tests/fuzz/run_fuzz.sh FOLDER_OF_THE_TARGETS SECONDS [NAME...]
# FOLDER may also be the build folder of the preset `fuzz`. What is found new stays out of the source tree; an input that
# breaks a target is kept in the current folder as crash-*, and the script fails.
set -eu
here=$(cd "$(dirname "$0")" && pwd)
build=$1 seconds=$2
shift 2
broken=0
[ $# -gt 0 ] || set -- csv gz idx network recipe safetensors
for name in "$@"; do
  target=$build/fuzz_$name
  [ -x "$target" ] || target=$build/tests/fuzz/fuzz_$name
  found=$(mktemp -d)
  malformed=$here/../data/malformed
  case $name in
    idx) corpus="$malformed/idx $malformed/gz $malformed/labels" ;;
    *) corpus=$malformed/$name ;;
  esac
  if "$target" -max_total_time="$seconds" -timeout=10 -rss_limit_mb=2048 -max_len=8192 -print_final_stats=1 -verbosity=0 \
    "$found" "$here/seeds/$name" $corpus >"$found.log" 2>&1; then
    echo "fuzz $name: $seconds s, $(sed -n 's/^stat::number_of_executed_units: *//p' "$found.log") inputs, nothing found"
  else
    cat "$found.log"
    echo "fuzz $name: broken, see above and the file crash-*, leak-* or timeout-* in $(pwd)"
    broken=1
  fi
  rm -rf "$found" "$found.log"
done
exit "$broken"
