# What ./run and ./check share: installing what a Debian machine lacks, and building. Sourced, from the root of the checkout.

packages_to_run="g++ cmake ninja-build zlib1g-dev nlohmann-json3-dev libcli11-dev libstb-dev dataset-fashion-mnist"
packages_to_check="googletest libgtest-dev clang clang-format libclang-rt-14-dev valgrind curl python3 python3-numpy"
packages_for_all="emscripten node-acorn"

say() { printf '%s\n' "$*" >&2; }
die() { say "$1"; exit "${2:-4}"; }

# install PACKAGE... : those that are missing, with apt's words kept for the case that it fails.
install() {
  if ! command -v dpkg-query >/dev/null; then
    command -v c++ >/dev/null && command -v cmake >/dev/null && command -v ninja >/dev/null && return
    die "this is not Debian: please install a C++20 compiler, CMake 3.25, Ninja, zlib, nlohmann-json, CLI11 and stb"
  fi
  local package missing="" sudo="" log
  for package in "$@"; do
    dpkg-query -W -f '${db:Status-Status}\n' "$package" 2>/dev/null | grep -qx installed || missing="$missing $package"
  done
  [ -z "$missing" ] && return
  if [ "$(id -u)" != 0 ]; then
    sudo -n true 2>/dev/null || { [ -t 0 ] && command -v sudo >/dev/null; } ||
      die "missing, and only root may install them: apt-get install$missing"
    sudo="sudo"
  fi
  say "installing$missing"
  log=$(mktemp)
  if ! { $sudo apt-get update && $sudo env DEBIAN_FRONTEND=noninteractive apt-get install -y --no-install-recommends $missing; } \
      >"$log" 2>&1; then
    tail -n 20 "$log" >&2
    die "could not install$missing"
  fi
  rm -f "$log"
}

# quietly LOG COMMAND... : its output goes to the file LOG, and to the screen if it fails.
quietly() {
  local log=$1
  shift
  mkdir -p "$(dirname "$log")"
  "$@" >"$log" 2>&1 || { tail -n 40 "$log" >&2; return 1; }
}
