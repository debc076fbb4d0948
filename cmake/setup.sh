# What ./run and ./check share: installing what a Debian machine lacks, and building. Sourced, from the root of the checkout.

packages_to_run="g++ cmake ninja-build zlib1g-dev nlohmann-json3-dev libcli11-dev libstb-dev dataset-fashion-mnist"
packages_to_check="googletest xvfb locales libgtest-dev clang clang-format libclang-rt-14-dev valgrind curl python3 python3-numpy"
packages_for_panels="fonts-roboto-unhinted python3-fonttools xz-utils"
packages_for_web="emscripten node-acorn $packages_for_panels"
packages_for_window="libglfw3-dev $packages_for_panels"
packages_to_browse="chromium$(command -v npm >/dev/null || echo ' npm')"

imgui_sha256=0dace0e8e57d298eb6e93af12dc19420cb96330832f6495c733b90aeeef11f64   # of version 1.86

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

# What the page and the window are made of besides our own code, into build/third_party: Dear ImGui's source as Debian has
# it, and the letters that they need cut out of Roboto. Emscripten brings a node if there is none.
web_sources() {
  local folder=build/third_party opt
  if [ ! -e $folder/imgui/imgui.h ] && command -v apt-get >/dev/null; then
    rm -rf $folder/apt $folder/imgui
    mkdir -p $folder/apt/parts $folder/apt/lists/partial $folder/apt/cache/archives/partial $folder/imgui
    [ -s /etc/apt/sources.list ] && sed -n 's/^deb /deb-src /p' /etc/apt/sources.list >$folder/apt/parts/old.list
    [ -s /etc/apt/sources.list.d/debian.sources ] &&
      sed 's/^Types:.*/Types: deb-src/' /etc/apt/sources.list.d/debian.sources >$folder/apt/parts/new.sources
    opt="-o Dir::Etc::SourceList=/dev/null -o Dir::Etc::SourceParts=$PWD/$folder/apt/parts
      -o Dir::State::Lists=$PWD/$folder/apt/lists -o Dir::Cache=$PWD/$folder/apt/cache"
    (cd $folder/apt && quietly source.log apt-get $opt update && quietly source.log apt-get $opt --download-only source imgui)
    echo "$imgui_sha256  $folder/apt/imgui_1.86+ds.orig.tar.xz" | sha256sum --check --quiet
    tar xJf $folder/apt/imgui_1.86+ds.orig.tar.xz -C $folder/imgui --strip-components=1
    rm -rf $folder/apt
  fi
  if [ ! -e $folder/font.ttf ]; then
    mkdir -p $folder
    quietly $folder/font.log /usr/bin/python3 -m fontTools.subset \
      /usr/share/fonts/truetype/roboto/unhinted/RobotoTTF/Roboto-Regular.ttf --output-file=$folder/font.ttf \
      --unicodes=U+20-7E,U+A0-FF,U+2013,U+2014,U+2018,U+2019,U+201C,U+201D,U+2026,U+2190-2193,U+2212 \
      --layout-features= --no-hinting
  fi
}

# build_web : the page, into build/web.
build_web() {
  web_sources
  cmake --preset wasm && cmake --build --preset wasm --target thimble_page
}
