# compare_counts.awk STORED COUNTED: lines "JOB ISA COUNT". Fails where two counts differ by more than 3 % of the stored one, or a
# job is in one of the files only.

NR == FNR { stored[$1 " " $2] = $3; next }

{
  name = $1 " " $2
  if (!(name in stored)) fault(name ": counted " $3 " instructions, none are stored")
  else {
    more = 100 * ($3 - stored[name])
    said = sprintf("%s: stored %d instructions, counted %d (%+.1f %%)", name, stored[name], $3, more / stored[name])
    if (more > 3 * stored[name] || more < -3 * stored[name]) fault(said)
    else print said
  }
  delete stored[name]
}

END {
  for (name in stored) fault(name ": stored " stored[name] " instructions, not counted")
  exit bad
}

function fault(text) { print "FAILED: " text; bad = 1 }
