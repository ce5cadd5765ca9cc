# shellcheck shell=bash
# Sourced by setup.sh: ends what takes too long, and shows first where each of its threads stands.

# tree_of PID…: them and all that they started, one a line.
tree_of() {
  local pid child
  for pid in "$@"; do
    [ -d "/proc/$pid" ] && [ "$pid" != "${watcher:-}" ] || continue
    echo "$pid"
    for child in $(cat "/proc/$pid"/task/*/children 2>/dev/null); do tree_of "$child"; done
  done
}

# backtraces PID…: what each thread waits for, and its stack where a debugger is installed (Swift brings lldb).
backtraces() {
  local pid thread debugged=0
  for pid in "$@"; do
    [ -d "/proc/$pid" ] || continue
    echo "-- process $pid: $(tr '\0' ' ' < "/proc/$pid/cmdline" | cut -c -300)"
    for thread in "/proc/$pid/task"/*; do
      echo "   thread ${thread##*/} $(cat "$thread/comm") $(cut -d ' ' -f 3 "$thread/stat") in $(cat "$thread/wchan") $(cut -d ' ' -f 1 "$thread/syscall")"
    done
    # Shells and the tools that only wait for others say nothing more.
    case $(cat "/proc/$pid/comm") in bash | sh | sleep | strace | python*) continue ;; esac
    ((debugged++ < 6)) || continue
    if command -v gdb >/dev/null; then
      timeout -k 5 40 gdb -nx -batch -p "$pid" -ex 'thread apply all backtrace 25'
    elif command -v eu-stack >/dev/null; then
      timeout -k 5 40 eu-stack -n 25 -p "$pid"
    elif command -v lldb >/dev/null; then
      timeout -k 5 40 lldb --batch --no-lldbinit -p "$pid" -o 'thread backtrace all --count 25' -o detach
    fi
  done 2>&1
}

# watch NAME SECONDS &: when they have passed, shows what the script's processes do, and ends them and the script.
watch() {
  local script=$$ watcher=$BASHPID end=$((SECONDS + $2)) all direct pid
  # In short sleeps, so that none is left behind by a script that was killed.
  while ((SECONDS < end)); do
    sleep 1
    kill -0 "$script" 2>/dev/null || return 0
  done
  mapfile -t all < <(tree_of "$script")
  {
    echo "$(basename "$0"): $1 had not ended after $2 seconds"
    backtraces "${all[@]:1}"
  } >&2
  # `swift test` holds back what its tests said last, up to 4 KiB; when they are gone, it says the rest and ends by itself.
  direct=" $(cat "/proc/$script"/task/*/children) "
  for pid in "${all[@]:1}"; do
    [[ $direct == *" $pid "* || $(cat "/proc/$pid/comm" 2>/dev/null) == python* ]] || kill -KILL "$pid" 2>/dev/null
  done
  sleep 3
  kill -TERM "$script" 2>/dev/null
  # Python tells where its threads stand when it is aborted.
  for pid in "${all[@]:1}"; do [[ $(cat "/proc/$pid/comm" 2>/dev/null) != python* ]] || kill -ABRT "$pid" 2>/dev/null; done
  sleep 2
  kill -KILL "${all[@]:1}" 2>/dev/null
}
