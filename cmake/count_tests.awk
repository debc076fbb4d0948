# Passes on what `ctest --verbose` prints and ends it with "N passed, N failed". A program that lists its GoogleTest cases counts
# as so many tests, every other one as one; a program that fails without a failed case (it crashed) is one failure. One that is
# skipped is neither.

{ print }

match($0, /^[0-9]+: /) {
  id = substr($0, 1, RLENGTH - 2)
  text = substr($0, RLENGTH + 1)
  if (text ~ /^\[       OK \] .* \([0-9]+ ms\)/) ok[id]++
  if (text ~ /^\[  FAILED  \] .* \([0-9]+ ms\)/) bad[id]++
}

match($0, /^ *[0-9]+\/[0-9]+ Test +#[0-9]+: /) {
  sub(/^[^#]*#/, "")
  id = $0
  sub(/:.*/, "", id)
  if ($0 ~ /   Passed +[0-9.]+ sec/) passed += ok[id] ? ok[id] : 1
  else if ($0 !~ /\*\*\*Skipped/) {
    passed += ok[id]
    failed += bad[id] ? bad[id] : 1
  }
}

END { printf "%d passed, %d failed\n", passed, failed }
