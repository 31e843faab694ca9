#!/usr/bin/env bash
# Runs the fuzz tests of every project with many mutants; CI runs them with 10,000. Needs what test.sh needs.
#
#   eng/fuzz.sh            100,000 mutants a format
#   eng/fuzz.sh 1000000    another number
set -euo pipefail

mutants="${1:-100000}"
[[ "$mutants" =~ ^[1-9][0-9]{0,8}$ ]] || { echo "fuzz.sh: '$mutants' is no number of mutants; write it in digits, such as 100000" >&2; exit 2; }
export TESTOPS_FUZZ_MUTANTS="$mutants"
exec "$(dirname "${BASH_SOURCE[0]}")/../test.sh" --filter FuzzTests
