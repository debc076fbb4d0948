#!/usr/bin/env bash
# The shell behind ./run and ./check, from the root of the checkout: counting tests, asking for packages, fetching data.
set -uo pipefail
scratch=$(mktemp -d)
trap 'rm -rf "$scratch"; [ -z "${server-}" ] || kill "$server"' EXIT
failed=0

# expect CLAIM FOUND WANTED : WANTED is a pattern
expect() {
  # shellcheck disable=SC2053
  if [[ $2 == $3 ]]; then
    echo "ok: $1"
  else
    printf 'FAILED: %s\n  expected %s\n  found    %s\n' "$1" "$3" "$2"
    failed=1
  fi
}

count() { printf '%s\n' "$@" | awk -f cmake/count_tests.awk | tail -n 1; }
expect "GoogleTest cases are counted one by one" "$(count \
  '1: [       OK ] Dense.A (0 ms)' '1: [       OK ] Dense.B (1 ms)' '1/1 Test  #1: nn .......   Passed    0.30 sec')" "2 passed, 0 failed"
expect "a failed case is a failure" "$(count '1: [       OK ] Dense.A (0 ms)' \
  '1: [  FAILED  ] Dense.B (1 ms)' '1: [  FAILED  ] Dense.B' '1/1 Test  #1: nn .......***Failed    0.30 sec')" "1 passed, 1 failed"
expect "a crash is a failure" "$(count '12: [       OK ] Dense.A (0 ms)' \
  ' 1/20 Test #12: nn .......***Exception: SegFault  0.30 sec')" "1 passed, 1 failed"
expect "a program without cases is one test" "$(count '1/2 Test  #1: weave ...   Passed    0.30 sec' \
  '2/2 Test  #2: consumer ...***Failed    0.30 sec')" "1 passed, 1 failed"
expect "skipped cases are not counted" "$(count '1: [  SKIPPED ] A.B (0 ms)' '1: [       OK ] A.C (0 ms)' \
  '1/1 Test  #1: nn ...   Passed    0.30 sec')" "1 passed, 0 failed"
expect "nor is a skipped program" "$(count '1/2 Test  #1: weave ...   Passed    0.30 sec' \
  '2/2 Test  #2: instructions ...***Skipped   0.00 sec')" "1 passed, 0 failed"
expect "nothing is nothing" "$(count 'No tests were found!!!')" "0 passed, 0 failed"

# What compare_counts.awk says of COUNTED where "conv avx2 1000" and "adam avx2 200" are stored.
compared() {
  awk -f tests/house/compare_counts.awk <(printf '%s\n' "conv avx2 1000" "adam avx2 200") <(printf '%s\n' "$@")
  echo "status $?"
}
expect "3 % more or fewer instructions are within bounds" "$(compared "conv avx2 1030" "adam avx2 194")" \
  "*(+3.0 %)*(-3.0 %)*status 0"
expect "4 % more are not" "$(compared "conv avx2 1040" "adam avx2 200")" \
  "FAILED: conv avx2: stored 1000 instructions, counted 1040 (+4.0 %)*status 1"
expect "nor are 4 % fewer" "$(compared "conv avx2 1000" "adam avx2 192")" "*FAILED: adam avx2: *(-4.0 %)*status 1"
expect "a count that is not stored is a failure" "$(compared "conv avx2 1000" "adam avx2 200" "relu avx2 7")" \
  "*FAILED: relu avx2: counted 7*status 1"
expect "and so is one that was not made" "$(compared "conv avx2 1000")" "*FAILED: adam avx2: stored 200*status 1"

# The last line of a stage's report, then the sums.
staged() {
  (
    source cmake/stage.sh
    logs=$scratch
    stage trial "$@" | grep -o '[0-9]* passed *[0-9]* failed'
    stage trial "$@" >/dev/null
    echo "$passed $failed"
  )
}
expect "a stage says how much it tested" "$(staged echo '7 passed, 2 failed')" "*7 passed *2 failed*7 2"
expect "a command that only succeeds is one test" "$(staged true)" "*1 0"
expect "one that only fails is one failure" "$(staged false)" "*0 1"
expect "a stage that ran no test has failed" "$(staged echo '0 passed, 0 failed')" "*0 1"
expect "a failing status is a failure, whatever is said" "$(staged sh -c 'echo "3 passed, 0 failed"; exit 1')" "*3 1"
expect "a command that is not there is a failure" "$(staged ./not-there)" "*0 1"

# As a user who is not root, with the packages that the second argument lists installed.
install_as_user() {
  (
    source cmake/setup.sh
    id() { echo 1000; }
    sudo() { return 1; }
    dpkg-query() { [[ " $installed " == *" $4 "* ]] && echo installed; }
    installed=$2
    install $1
    echo "went on"
  ) 2>&1 </dev/null
}
expect "what is installed needs no rights" "$(install_as_user 'a b' 'a b')" "went on"
expect "what is missing is said in one line" "$(install_as_user 'a b c' 'b')" \
  "missing, and only root may install them: apt-get install a c"

names=(train-images-idx3-ubyte.gz train-labels-idx1-ubyte.gz t10k-images-idx3-ubyte.gz t10k-labels-idx1-ubyte.gz)
served=$scratch/served data=$scratch/data debian=/usr/share/datasets/fashion-mnist
mkdir "$served"
python3 -u -m http.server 0 --bind 127.0.0.1 --directory "$served" >"$scratch/server.log" 2>&1 &
server=$!
for _ in $(seq 100); do
  port=$(sed -n 's/^Serving HTTP on .* port \([0-9]*\) .*/\1/p' "$scratch/server.log")
  [ -n "$port" ] && break
  sleep 0.1
done
download() { THIMBLE_DATA_URL=http://127.0.0.1:$port no_proxy=127.0.0.1 cmake/download_data.sh "$data" 2>&1; }

expect "a file that is not there is named" "$(download | tail -n 1)" "http://127.0.0.1:$port/${names[0]}: cannot be downloaded"
head -c 1000 $debian/${names[0]} >"$served/${names[0]}"
expect "a broken file is refused" "$(download)" "*${names[0]}: SHA-256 of the decompressed bytes: expected c59f468a*, found *"
expect "and nothing is left of it" "$(ls -A "$data")" ""
for name in "${names[@]}"; do cp $debian/$name "$served"; done
expect "four good files are kept" "$(download)" "$data/${names[0]}: downloaded*$data/${names[3]}: downloaded"
expect "and no others" "$(ls -A "$data" | wc -l)" 4
expect "the second time nothing is fetched" "$(download | sort | uniq -c | grep -c 'there already')" 4
cp "$served/${names[1]}" "$data/${names[0]}"
expect "a wrong file is fetched again" "$(download | head -n 1)" "$data/${names[0]}: downloaded"
expect "the downloaded bytes are Debian's" "$(gzip -dc "$data/${names[3]}" | cmp - <(gzip -dc $debian/${names[3]}) && echo same)" same

exit $failed
