// Runs an exported script: each of its load scenarios for a number of iterations, one after the other. Prints what it did as JSON.
import { readFileSync } from 'node:fs';
import { dirname, resolve } from 'node:path';
import { pathToFileURL } from 'node:url';

const [script, iterations, variables] = process.argv.slice(2);
globalThis.__ENV = JSON.parse(variables);
globalThis.open = (file) => { const bytes = readFileSync(resolve(dirname(script), file)); return bytes.buffer.slice(bytes.byteOffset, bytes.byteOffset + bytes.length); };
const k6 = (globalThis.k6 = { requests: [], checks: [], pauses: [], iteration: 0, scenario: '', jar: null, at: () => ({ scenario: k6.scenario, iteration: k6.iteration }) });
const { CookieJar } = (await import('k6/http')).default;
const loaded = await import(pathToFileURL(script));
for (const [name, scenario] of Object.entries(loaded.options.scenarios)) {
  for (k6.iteration = 0; k6.iteration < Number(iterations); k6.iteration++) {
    k6.scenario = name;
    k6.jar = new CookieJar();
    loaded[scenario.exec]();
  }
}

process.stdout.write(JSON.stringify({ options: loaded.options, requests: k6.requests, checks: k6.checks, pauses: k6.pauses }), () => process.exit(0));
