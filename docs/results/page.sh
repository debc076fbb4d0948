#!/usr/bin/env bash
# docs/results/page.sh [MODEL.safetensors]
# Builds the page's network again as web/model/README.md says (or takes MODEL, its float32 file, if you have just done so), looks
# whether the shipped file comes out bit for bit, and writes docs/results/page.json: sizes, and for float32 and shipped the
# accuracy on the test set, on 1,000 of its pictures photographed anew and on 1,000 drawn.
# Run it where `ninja -C build/release thimble page_figures` has been run; BUILD names another folder than build/release.
set -euo pipefail
here=$(dirname "$0")
root=$here/../..
build=${BUILD-$root/build/release}
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
model=${1-$folder/page32.safetensors}
if [ $# -eq 0 ]; then "$build/native/thimble" train --net page --isa avx2 --out "$model"; fi
"$build/native/thimble" convert "$model" "$folder/page.safetensors" --as f16
shipped=$root/web/model/page.safetensors
same=false
if cmp -s "$folder/page.safetensors" "$shipped"; then same=true; fi
brotli=$(node -p "require('zlib').brotliCompressSync(require('fs').readFileSync(process.argv[1])).length" "$shipped")
{
  printf '{\n"command": "docs/results/page.sh",\n"same_as_shipped": %s,\n' "$same"
  printf '"bytes": %s,\n"brotli_bytes": %s,\n"float32":\n' "$(wc -c < "$shipped")" "$brotli"
  "$build/tests/bench/page_figures" "$model"
  printf ',\n"shipped":\n'
  "$build/tests/bench/page_figures" "$shipped"
  printf '}\n'
} > "$here/page.json.part"
mv "$here/page.json.part" "$here/page.json"
