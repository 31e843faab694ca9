// What k6 gives scripts, as far as exported ones use it: checks are kept, pauses are only noted.
export function check(value, checks, tags) {
  for (const name of Object.keys(checks)) globalThis.k6.checks.push({ ...globalThis.k6.at(), check: name, name: tags.name, passed: checks[name](value) });
  return true;
}

export function sleep(seconds) {
  globalThis.k6.pauses.push(seconds);
}
