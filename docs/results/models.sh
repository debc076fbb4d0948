#!/usr/bin/env bash
# docs/results/models.sh
# Measures the networks that come with the program on the test set and writes docs/results/models.json. THIMBLE names the
# program to run; without it, ./run builds it.
set -euo pipefail
here=$(dirname "$0")
thimble=${THIMBLE-$here/../../run}
value() { "$thimble" eval "$1" --json --quiet | sed -n "s/^  \"$2\": \([0-9.]*\).*/\1/p"; }
line() { printf '  "%s": {"accuracy": %s, "loss": %s}%s\n' "$1" "$(value "$1" accuracy)" "$(value "$1" loss)" "$2"; }
{
  printf '{\n  "command": "docs/results/models.sh",\n'
  line tiny ,
  line tiny10k ,
  line page ''
  printf '}\n'
} > "$here/models.json.part"
mv "$here/models.json.part" "$here/models.json"
