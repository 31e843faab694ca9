#!/usr/bin/env bash
# Runs testops from this checkout; builds it first where a source has changed. Needs the .NET 10 SDK and nothing else.
set -euo pipefail

root="$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)"
bin="$root/src/TestOps.Cli/bin/Release/net10.0"
dll="$bin/testops.dll"
stamp="$bin/.testops-sources"
export DOTNET_CLI_TELEMETRY_OPTOUT=1 DOTNET_NOLOGO=1

if ! command -v dotnet > /dev/null; then
  echo "testops.sh: 'dotnet' is not on the PATH; install the .NET 10 SDK" >&2
  exit 21
fi

sources() {
  find "$root/src" "$root/samples" "$root/global.json" "$root"/Directory.*.props \( -name bin -o -name obj \) -prune -o -type f "$@"
}

# The stamp holds the list of sources, so that a file that was removed counts as a change, too.
is_current() {
  [[ -f "$dll" && -f "$stamp" ]] && [[ "$(sources -print | LC_ALL=C sort | cksum)" == "$(< "$stamp")" ]] && [[ -z "$(sources -newer "$stamp" -print -quit)" ]]
}

build() {
  local list log started
  log="$(mktemp)"
  started="$(mktemp)"
  list="$(sources -print | LC_ALL=C sort | cksum)"
  echo "testops.sh: building, as a source has changed; the first time takes a minute or two" >&2
  if ! dotnet build "$root/src/TestOps.Cli/TestOps.Cli.csproj" -c Release -v quiet -nologo -nodeReuse:false > "$log" 2>&1; then
    echo "testops.sh: the build failed:" >&2
    cat "$log" >&2
    rm -f "$log" "$started"
    exit 21
  fi
  echo "$list" > "$stamp"
  # As old as the start of the build: what was edited meanwhile is newer.
  touch -r "$started" "$stamp"
  rm -f "$log" "$started"
}

if ! is_current; then
  if command -v flock > /dev/null; then
    # One build at a time; who had to wait finds it done.
    mkdir -p "$root/src/TestOps.Cli/obj"
    exec 9> "$root/src/TestOps.Cli/obj/testops-build.lock"
    flock 9
    is_current || build
    exec 9>&-
  else
    build
  fi
fi

exec dotnet "$dll" "$@"
