#!/usr/bin/env bash
# Builds the solution once and runs every test project; needs bash, coreutils and the .NET 10 SDK.
# The last line is always `N passed, M failed, K skipped`. Exit code 0 only if tests ran and none failed.
#
#   ./test.sh                         everything
#   ./test.sh Core.Tests EndToEnd     projects whose name contains one of the words
#   ./test.sh --filter Canonical      tests whose full name contains the text
#   ./test.sh --jobs 2                test projects at a time (default: 1, see below)
#   ./test.sh --configuration Debug   default: Release, which testops.sh builds, too
#   ./test.sh --no-build              the binaries that are there
set -uo pipefail

# Messages are parsed below and must not be translated; TESTOPS_ settings of this shell must not reach a test.
export LC_ALL=C DOTNET_CLI_UI_LANGUAGE=en DOTNET_CLI_TELEMETRY_OPTOUT=1 DOTNET_NOLOGO=1
unset TESTOPS_DATA TESTOPS_ALLOW_HOSTS TESTOPS_TEST_BINARY

root="$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)"
work="$root/.build/tests"
configuration=Release
filter=""
build=yes
# One at a time: measurements and timings of one project must not disturb those of another, and xunit fills the processors itself.
jobs_max=1
# Ends a hang; no project comes near it.
project_timeout=20m
words=()

# What tests need beyond the SDK. Debian: `check:package`, where the check is a command line that succeeds where the package is there (Debian's own python3, not another one
# first on the PATH); npm: `command:package@version`, installed below .build/npm.
debian_packages=("command -v chromium:chromium" "command -v python3:python3" "command -v node:nodejs" "command -v npm:npm" "/usr/bin/python3 -c 'import httpbin':python3-httpbin")
npm_packages=("json-server:json-server@0.17.4")

usage() { sed -n '2,10s/^# \{0,1\}//p' "${BASH_SOURCE[0]}"; }

# Ends the script with the one line that callers read.
finish() {
  echo "$1 passed, $2 failed, $3 skipped"
  [[ "$2" == 0 && "$1" != 0 ]] && exit 0
  exit 1
}

# Nothing can be tested: say why; it counts as one failure.
give_up() {
  echo "test.sh: $1" >&2
  finish 0 1 0
}

parse_arguments() {
  while (($# > 0)); do
    case "$1" in
      --filter | --jobs | --configuration)
        (($# > 1)) || give_up "$1 needs a value"
        case "$1" in
          --filter) filter="$2" ;;
          --jobs) jobs_max="$2" ;;
          *) configuration="$2" ;;
        esac
        shift
        ;;
      --no-build) build=no ;;
      -h | --help)
        usage
        exit 0
        ;;
      -*) give_up "unknown option '$1'; see ./test.sh --help" ;;
      *) words+=("$1") ;;
    esac
    shift
  done
  [[ "$jobs_max" =~ ^[1-9][0-9]*$ ]] || give_up "--jobs takes a number from 1, was '$jobs_max'"
  [[ "$configuration" == Release || "$configuration" == Debug ]] || give_up "--configuration takes Release or Debug, was '$configuration'"
}

# Runs a command quietly; shows its output only if it fails.
quietly() {
  local log="$work/$1.log"
  shift
  "$@" > "$log" 2>&1 && return 0
  cat "$log" >&2
  return 1
}

install_missing() {
  local entry missing=()
  for entry in ${debian_packages[@]+"${debian_packages[@]}"}; do
    bash -c "${entry%:*}" > /dev/null 2>&1 || missing+=("${entry##*:}")
  done
  if ((${#missing[@]} > 0)); then
    command -v apt-get > /dev/null || give_up "missing: ${missing[*]} (Debian's names), and this is no Debian: install them"
    local as_root=()
    if ((EUID != 0)); then
      command -v sudo > /dev/null || give_up "missing: ${missing[*]}; install them as root: apt-get install -y ${missing[*]}"
      as_root=(sudo -n)
    fi
    echo "test.sh: installing ${missing[*]}"
    quietly apt-update ${as_root[@]+"${as_root[@]}"} apt-get update &&
      quietly apt-install ${as_root[@]+"${as_root[@]}"} env DEBIAN_FRONTEND=noninteractive apt-get install -y --no-install-recommends "${missing[@]}" ||
      give_up "the Debian packages ${missing[*]} are missing and cannot be installed"
  fi

  export PATH="$root/.build/npm/node_modules/.bin:$PATH"
  for entry in ${npm_packages[@]+"${npm_packages[@]}"}; do
    [[ -x "$root/.build/npm/node_modules/.bin/${entry%%:*}" ]] ||
      quietly npm-install npm install --no-save --no-audit --no-fund --prefix "$root/.build/npm" "${entry#*:}" ||
      give_up "the npm package ${entry#*:} is missing and cannot be installed"
  done
}

build_solution() {
  quietly restore dotnet restore "$root/TestOps.slnx" --locked-mode -nodeReuse:false ||
    give_up "the restore failed (a lock file that does not fit? delete packages.lock.json beside the project and run: dotnet restore)"
  quietly build dotnet build "$root/TestOps.slnx" --no-restore -c "$configuration" -nologo -v quiet -nodeReuse:false ||
    give_up "the build failed"
}

# End-to-end tests of a whole project run what people install: packed, compiled ahead of time, installed. Its commands also start in half the time of the plain build's.
install_tool() {
  quietly pack "$root/eng/pack.sh" || give_up "testops cannot be packed (eng/pack.sh)"
  echo "<configuration><packageSources><clear/><add key=\"packed\" value=\"$root/.build/pack/out\"/></packageSources></configuration>" > "$work/nuget.config"
  quietly install-tool dotnet tool install --tool-path "$work/tool" TestOps.Tool --configfile "$work/nuget.config" ||
    give_up "the packed testops cannot be installed"
  export TESTOPS_TEST_BINARY="$work/tool/testops"
}

# The test projects that the words select, one path of a built assembly a line. Programs that tests start live in tests/, too; they have no runner beside them.
select_assemblies() {
  local project name output word
  for project in "$root"/tests/*/*.csproj; do
    name="$(basename "$project" .csproj)"
    output="$root/tests/$name/bin/$configuration/net10.0"
    [[ -f "$output/xunit.v3.runner.inproc.console.dll" || "$name" == *.Tests ]] || continue
    if ((${#words[@]} == 0)); then
      echo "$output/$name.dll"
      continue
    fi
    for word in "${words[@]}"; do
      if [[ "$name" == *"$word"* ]]; then
        echo "$output/$name.dll"
        break
      fi
    done
  done
}

# Runs one test project. The runner is started directly: `dotnet test` would start MSBuild and a test host for each project first.
run_project() {
  local assembly="$1" name child code started=$SECONDS
  name="$(basename "$assembly" .dll)"
  local arguments=(-noLogo -noColor -noAutoReporters -reporter quiet -xml "$work/$name.xml")
  [[ -n "$filter" ]] && arguments+=(-method "*$filter*")
  # In the project's output folder, as `dotnet test` does.
  (cd "$(dirname "$assembly")" && exec timeout --kill-after=30s "$project_timeout" dotnet exec "$assembly" "${arguments[@]}") > "$work/$name.log" 2>&1 < /dev/null &
  child=$!
  trap 'kill "$child"; exit 1' TERM
  wait "$child"
  code=$?
  echo "$code $((SECONDS - started))" > "$work/$name.exit"
}

# A number of the <assembly> element of a result file: attribute `$2` of text `$1`; 0 where there is none.
count_of() {
  [[ "$1" =~ [[:space:]]$2=\"([0-9]+)\" ]] && echo "${BASH_REMATCH[1]}" || echo 0
}

# Adds the results of one project to the sums; shows its output if anything in it failed.
add_results() {
  local name="$1" code seconds element passed failed skipped note=""
  read -r code seconds < "$work/$name.exit" || { code=1; seconds=0; }
  element="$(head -c 8192 "$work/$name.xml" 2> /dev/null)"
  element="${element#*<assembly }"
  element="${element%%>*}"
  passed="$(count_of "$element" passed)"
  skipped="$(count_of "$element" skipped)"
  # An error is a failure outside of a test: of a fixture, for instance.
  failed=$(($(count_of "$element" failed) + $(count_of "$element" errors)))
  if ((code != 0 && failed == 0)); then
    failed=1
    note="; ended with $code and no failed test: it crashed, or took longer than $project_timeout"
  elif ((passed + failed + skipped == 0)) && [[ -z "$filter" ]]; then
    failed=1
    note="; no test in it"
  fi
  if ((failed > 0)); then
    cat "$work/$name.log" >&2
  fi
  echo "$name: $passed passed, $failed failed, $skipped skipped (${seconds} s$note)"
  passed_sum=$((passed_sum + passed))
  failed_sum=$((failed_sum + failed))
  skipped_sum=$((skipped_sum + skipped))
}

main() {
  parse_arguments "$@"
  command -v dotnet > /dev/null || give_up "'dotnet' is not on the PATH; install the .NET 10 SDK"
  rm -rf "$work"
  mkdir -p "$work"
  install_missing
  [[ "$build" == no ]] || build_solution

  local assemblies=() assembly passed_sum=0 failed_sum=0 skipped_sum=0
  mapfile -t assemblies < <(select_assemblies)
  ((${#assemblies[@]} > 0)) || give_up "no test project is called anything like: ${words[*]-}"
  if [[ "$build" == yes && "$configuration" == Release && -z "$filter" && "${assemblies[*]}" == *EndToEnd* ]]; then
    install_tool
  fi
  trap 'kill $(jobs -p) 2> /dev/null' EXIT
  local pids=() reported=0
  for assembly in "${assemblies[@]}"; do
    run_project "$assembly" &
    pids+=($!)
    # With as many running as may be, the oldest must end before the next starts; results are told in order.
    if ((${#pids[@]} - reported >= jobs_max)); then
      wait "${pids[reported]}"
      add_results "$(basename "${assemblies[reported]}" .dll)"
      reported=$((reported + 1))
    fi
  done
  for (( ; reported < ${#pids[@]}; reported++)); do
    wait "${pids[reported]}"
    add_results "$(basename "${assemblies[reported]}" .dll)"
  done
  ((passed_sum + failed_sum > 0)) || echo "test.sh: no test ran" >&2
  finish "$passed_sum" "$failed_sum" "$skipped_sum"
}

main "$@"
