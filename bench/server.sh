#!/usr/bin/env bash
# Every figure of the server, one after the other: streams, journal, the start of `testops serve` to its first answer, and that of `testops --help`.
#
#   bench/server.sh [STARTS]    default: 9 starts
set -euo pipefail

root="$(cd "$(dirname "${BASH_SOURCE[0]}")/.." && pwd)"
starts="${1:-9}"
work="$(mktemp -d)"
server=""
trap '[[ -z "$server" ]] || kill "$server" 2> /dev/null || true; rm -rf "$work"' EXIT

echo "load average at the start: $(cut -d' ' -f1-3 /proc/loadavg)"
dotnet build "$root/bench/TestOps.Benchmarks" -c Release -v quiet -nologo
for mode in stream journal; do
  echo
  dotnet run -c Release --no-build --project "$root/bench/TestOps.Benchmarks" -- "$mode"
done

dotnet build "$root/src/TestOps.Cli" -c Release -v quiet -nologo
for ((start = 0; start < starts; start++)); do
  before="$EPOCHREALTIME"
  "$root/src/TestOps.Cli/bin/Release/net10.0/testops" serve --urls http://127.0.0.1:0 --data "$work/data-$start" > "$work/out" 2> /dev/null &
  server=$!
  until grep -q '^testops listening on' "$work/out"; do sleep 0.005; done
  url="$(sed -n 's/^testops listening on \([^,]*\),.*/\1/p' "$work/out")"
  curl -sf "$url/health/live" > /dev/null
  after="$EPOCHREALTIME"
  echo $(((${after/./} - ${before/./}) / 1000)) >> "$work/starts"
  kill -9 "$server"
  wait "$server" 2> /dev/null || true
  server=""
  : > "$work/out"
done
echo
echo "testops serve (plain build, new data folder) to its first answer, $starts times: $(sort -n "$work/starts" | head -n 1) to $(sort -n "$work/starts" | tail -n 1) ms, median $(sort -n "$work/starts" | sed -n "$(((starts + 1) / 2))p") ms; load average $(cut -d' ' -f1 /proc/loadavg)"
"$root/bench/startup.sh"
