#!/usr/bin/env bash
# The built-in load driver beside wrk, hey and k6, as far as they are on PATH: one core each, against the same Kestrel, several rounds in turn. Prints medians and ratios.
#
#   bench/load.sh [ROUNDS] [SECONDS]    default: 3 rounds of 8 s
#
# TESTOPS names another testops to measure, such as the packed one (eng/pack.sh), which is compiled ahead of time; the default is the plain build.
set -euo pipefail

root="$(cd "$(dirname "${BASH_SOURCE[0]}")/.." && pwd)"
plain="$root/src/TestOps.Cli/bin/Release/net10.0/testops"
[[ -n "${TESTOPS:-}" || -x "$plain" ]] || dotnet build "$root/src/TestOps.Cli" -c Release -v quiet -nologo
bench="$root/bench/TestOps.Benchmarks/bin/Release/net10.0/TestOps.Benchmarks"
[[ -x "$bench" ]] || dotnet build "$root/bench/TestOps.Benchmarks" -c Release -v quiet -nologo

# 10,000 users hold as many sockets.
ulimit -n "$(ulimit -Hn)"
"$bench" load "${TESTOPS:-$plain}" "${1:-3}" "${2:-8}"
