# shellcheck shell=bash
# Sourced by the scripts here: gets what a bare Debian 12 with Swift lacks, times the stages, and ends what was started.

root=$(cd "$(dirname "${BASH_SOURCE[0]}")/../.." && pwd)
cd "$root" || exit 1
# shellcheck source=scripts/lib/watch.sh
source "$root/scripts/lib/watch.sh"

# What `on_exit` was told, run in turn from the last to the first, however the script ends.
exit_commands=()
on_exit() { exit_commands+=("$*"); }
run_exit_commands() {
  local status=$? i
  trap - EXIT
  ((status == 0)) || [ -z "$running" ] || echo "$(basename "$0"): $running failed" >&2
  for ((i = ${#exit_commands[@]} - 1; i >= 0; i--)); do eval "${exit_commands[i]}" || true; done
  exit "$status"
}
trap run_exit_commands EXIT
trap 'exit 130' INT
trap 'exit 143' TERM

# The comment at the head of the script is its help.
usage() { sed -n '2,/^[^#]/{/^#/!q;s/^#\( \|$\)//;p}' "$0"; }

fail() { echo "$(basename "$0"): $*" >&2; exit 1; }

need_swift() { command -v swift >/dev/null || fail "no swift here: install Swift 6.2 or later, https://www.swift.org/install/linux/"; }

# need_packages NAME…: installs the Debian packages that are missing.
need_packages() {
  local missing=() package as_root=()
  for package in "$@"; do
    dpkg-query -W -f '${db:Status-Status}' "$package" 2>/dev/null | grep -qx installed || missing+=("$package")
  done
  ((${#missing[@]})) || return 0
  if [ "$(id -u)" != 0 ]; then
    command -v sudo >/dev/null || fail "missing Debian packages, and neither root nor sudo to install them: ${missing[*]}"
    as_root=(sudo)
  fi
  echo "installing ${missing[*]}" >&2
  "${as_root[@]}" apt-get -qq update >&2
  "${as_root[@]}" env DEBIAN_FRONTEND=noninteractive apt-get -qq install -y --no-install-recommends "${missing[@]}" >&2
}

# What every build needs.
need_libraries() { need_swift; need_packages libnghttp2-dev libssl-dev libsqlite3-dev pkg-config; }

# need_python: an environment under .build with Tests/requirements.txt; leaves its interpreter in $python.
need_python() {
  local environment=$root/.build/python wanted
  # The distribution's interpreter needs its venv package; another one brings its own.
  python3 -c 'import ensurepip, venv' 2>/dev/null || need_packages python3 python3-venv
  python=$environment/bin/python
  wanted=$(sha256sum Tests/requirements.txt)
  if ! [ -x "$python" ] || [ "$(cat "$environment/wanted" 2>/dev/null)" != "$wanted" ]; then
    rm -rf "$environment"
    python3 -m venv "$environment"
    "$python" -m pip install --quiet --disable-pip-version-check -r Tests/requirements.txt
    echo "$wanted" > "$environment/wanted"
  fi
}

# build_release: the program as it is shipped, with the Swift runtime inside; leaves it in $roster.
# The test build has another scratch folder, so that neither throws the other's work away.
build_release() {
  need_libraries
  # shellcheck disable=SC2154  # a script may set jobs and products
  local flags=(-c release --static-swift-stdlib ${jobs:+-j "$jobs"}) product
  for product in "$@"; do swift build "${flags[@]}" --product "$product" >&2; done
  binaries=$(swift build "${flags[@]}" --show-bin-path)
  # shellcheck disable=SC2034  # for the script that asked
  roster=$binaries/roster
}

# stage NAME MINUTES COMMAND…: runs it under a heading and keeps its time; after so many minutes, or when the script's own $minutes
# (where they are set) are over, the stage is ended with the backtraces of what hangs. (A plain call: `set -e` doesn't hold inside `if` or `||`.)
stages=() running=""
stage() {
  running=$1
  local begin=$SECONDS seconds=$(($2 * 60)) watching
  shift 2
  if [ -n "${minutes:-}" ] && ((minutes * 60 - SECONDS < seconds)); then seconds=$((minutes * 60 - SECONDS)); fi
  echo "== $running"
  watch "$running" "$seconds" &
  watching=$!
  "$@"
  kill "$watching" 2>/dev/null || true
  wait "$watching" 2>/dev/null || true
  stages+=("$(printf '%6d s  %s' $((SECONDS - begin)) "$running")")
  running=""
}
print_stages() { printf '%s\n' "${stages[@]}"; }
