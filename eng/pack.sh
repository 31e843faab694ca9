#!/usr/bin/env bash
# Packs testops as a dotnet tool: a portable package, one for each runtime named, compiled ahead of time (ReadyToRun), and the package that chooses between them.
#
#   eng/pack.sh [RUNTIME...]    default: the runtime of this machine; others are for example linux-arm64, osx-arm64, win-x64
#
# The packages are in .build/pack/out. To install from there:
#
#   dotnet tool install --tool-path DIR TestOps.Tool --add-source .build/pack/out
set -euo pipefail

root="$(cd "$(dirname "${BASH_SOURCE[0]}")/.." && pwd)"
pack="$root/.build/pack"
export DOTNET_CLI_TELEMETRY_OPTOUT=1 DOTNET_NOLOGO=1

runtimes=("$@")
if ((${#runtimes[@]} == 0)); then
  runtimes=("$(dotnet --info | sed -n 's/^ *RID: *//p' | head -n 1)")
fi

rm -rf "$pack"
mkdir -p "$pack"
list="$(IFS=';' && echo "${runtimes[*]};any")"
# Folders of its own: a build for one runtime must not unsettle the plain one beside it. Its sources were analysed by that one.
dotnet pack "$root/src/TestOps.Cli/TestOps.Cli.csproj" -c Release -v quiet -nologo -nodeReuse:false --artifacts-path "$pack/artifacts" -o "$pack/out" \
  -p:RunAnalyzers=false -p:TestOpsPackLocks="$pack/locks" -p:RestoreLockedMode=false "-p:TestOpsPackRuntimes=\"$list\""
rm -rf "$pack/artifacts"
ls "$pack/out"
