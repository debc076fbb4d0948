#!/usr/bin/env bash
# download_data.sh FOLDER: the four files of Fashion-MNIST from THIMBLE_DATA_URL, by default the data set's own repository.
# A file is kept only if the SHA-256 of its decompressed bytes is right; one that is there already is not fetched again.
set -euo pipefail
url=${THIMBLE_DATA_URL:-https://raw.githubusercontent.com/zalandoresearch/fashion-mnist/master/data/fashion}
mkdir -p "$1"
cd "$1"
command -v curl >/dev/null || { echo "downloading needs curl: apt-get install curl" >&2; exit 4; }

digest() { gzip -dc "$1" 2>/dev/null | sha256sum | cut -d' ' -f1; }

while read -r name expected; do
  if [ -e "$name" ] && [ "$(digest "$name")" = "$expected" ]; then
    echo "$1/$name: there already"
    continue
  fi
  unfinished=$(mktemp ".$name.XXXXXX")
  trap 'rm -f "$unfinished"' EXIT
  curl --fail --silent --show-error --location --retry 2 --output "$unfinished" "$url/$name" || {
    echo "$url/$name: cannot be downloaded" >&2
    exit 4
  }
  found=$(digest "$unfinished") || true
  if [ "$found" != "$expected" ]; then
    echo "$url/$name: SHA-256 of the decompressed bytes: expected $expected, found $found" >&2
    exit 3
  fi
  chmod 644 "$unfinished"
  sync "$unfinished"
  mv "$unfinished" "$name"
  echo "$1/$name: downloaded"
done <<'SUMS'
train-images-idx3-ubyte.gz c59f468a2f672dc815687fe0f83887768d799fd8a3f3276145d20f83aa44d888
train-labels-idx1-ubyte.gz bad3541b69d912435c50bb6ba87bec294ff4f6a2e1246121d8633921760443d9
t10k-images-idx3-ubyte.gz 5b4141f0afbad91edebe8549f8fcffe087ea10ca49f1dbef5c9a5cd8815ce37b
t10k-labels-idx1-ubyte.gz 0402a96d92fd2663957122ceb108a494c5af83dab82d92729df917d7dec38c34
SUMS
