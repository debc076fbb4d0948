# The stages of ./check and their sum. Sourced; wants $logs, a folder.

passed=0 failed=0

# stage NAME COMMAND... : runs it and adds up what it tested. Its last line may be "N passed, N failed"; a command that says
# nothing of the kind is one test. A stage that ran no test has failed.
stage() {
  local name=$1 start=$SECONDS p=0 f=0 status=0
  shift
  printf '%-24s' "$name"
  "$@" >$logs/"$name".log 2>&1 || status=$?
  if [[ $(tail -n 1 $logs/"$name".log) =~ ^([0-9]+)\ passed,\ ([0-9]+)\ failed$ ]]; then
    p=${BASH_REMATCH[1]} f=${BASH_REMATCH[2]}
  elif [ $status = 0 ]; then
    p=1
  fi
  if [ $f = 0 ] && { [ $status != 0 ] || [ $p = 0 ]; }; then f=1; fi
  printf '%5d passed %3d failed %5d s\n' $p $f $((SECONDS - start))
  if [ $f != 0 ]; then
    grep -E ' error: |: Failure|FAILED|\*\*\*|not formatted|differs|problems' $logs/"$name".log | cut -c1-200 | tail -n 20
    echo "  all of it: $logs/$name.log"
  fi
  passed=$((passed + p)) failed=$((failed + f))
}
