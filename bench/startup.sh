#!/usr/bin/env bash
# Median wall time of `testops --help`: the plain build, and the package that is compiled ahead of time (eng/pack.sh), turn by turn in one run.
#
#   bench/startup.sh [ROUNDS]    default: 21
set -euo pipefail

root="$(cd "$(dirname "${BASH_SOURCE[0]}")/.." && pwd)"
rounds="${1:-21}"
work="$(mktemp -d)"
trap 'rm -rf "$work"' EXIT

plain="$root/src/TestOps.Cli/bin/Release/net10.0/testops"
[[ -x "$plain" ]] || dotnet build "$root/src/TestOps.Cli" -c Release -v quiet -nologo
"$root/eng/pack.sh" > /dev/null
echo "<configuration><packageSources><clear/><add key=\"packed\" value=\"$root/.build/pack/out\"/></packageSources></configuration>" > "$work/nuget.config"
dotnet tool install --tool-path "$work/tool" TestOps.Tool --configfile "$work/nuget.config" > /dev/null

once() {
  local before="$EPOCHREALTIME"
  "$1" --help > /dev/null
  local after="$EPOCHREALTIME"
  echo $(((${after/./} - ${before/./}) / 1000)) >> "$2"
}

median() { sort -n "$1" | sed -n "$(((rounds + 1) / 2))p"; }

for ((round = 0; round < rounds; round++)); do
  once "$plain" "$work/plain"
  once "$work/tool/testops" "$work/packed"
done

echo "testops --help, median of $rounds: plain build $(median "$work/plain") ms, packed (ReadyToRun) $(median "$work/packed") ms; load average $(cut -d' ' -f1 /proc/loadavg)"
