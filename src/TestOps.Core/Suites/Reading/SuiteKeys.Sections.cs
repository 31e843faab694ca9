namespace TestOps.Core.Suites.Reading;

/// <content>The keys themselves.</content>
public static partial class SuiteKeys
{
    private static IEnumerable<SuiteKey> Root() =>
    [
        Key("", "version", "integer", "required", "1", "format of the file"),
        Key("", "name", "name", "required", "1 to 64 letters, digits, - and _", "name of the suite"),
        Key("", "environments", "mapping", "none", "name: {variable: value}", "variables for `${vars.NAME}` and overrides of engine, chosen by `--env`"),
        Key("", "engine", "mapping", "required", "see engine", "the system under test"),
        Key("", "sim", "mapping", "required", "see sim", "the simulation; its scenarios are what load runs, too"),
        Key("", "load", "mapping", "none: no load", "see load", "the load"),
        Key("", "replay", "mapping", "none: no replay", "see replay", "the replays and what they compare"),
        Key("environments.NAME", "VARIABLE", "text, number or boolean", "none", "name: letters, digits and _, no key of engine; value: may hold `${env.*}` and `${engine.port}`", "a variable, read as `${vars.VARIABLE}`"),
        Key("environments.NAME", "engine", "mapping", "none", "keys of engine, each overridden as a whole; null takes it out", "overrides of engine in this environment; its keys may stand beside the variables, too: `start: null`"),
        Later("", "flows", "write the steps out in each scenario"),
        Key("", "known", "list", "none", "at most 1000", "gates that are known to fail, and where that is tracked"),
        Key("known[]", "gate", "text", "required", "a gate as a report names it", "the gate"),
        Key("known[]", "issue", "text", "required", "at most 200 characters", "where the failure is tracked"),
        Key("known[]", "expires", "date", "never", "YYYY-MM-DD", "last day on which it is excused, by the date in the plan; then it fails again"),
        Later("", "phases", "leave it out, and run the command beside testops"),
        Later("", "budget", "leave it out; see the cost with: testops plan"),
        Key("", "trace", "mapping", "bodies in full", "see trace", "what the trace holds of bodies"),
    ];

    private static IEnumerable<SuiteKey> Engine() =>
    [
        Key("engine", "kind", "word", "required", "toron, http, process", "which adapter drives the engine"),
        Key("engine", "base_url", "template", "required for http; with start http://127.0.0.1:${engine.port}", "http or https; `${vars.*}`, `${env.*}` and `${engine.port}` only", "address of an http engine"),
        Key("engine", "start", "mapping", "none: somebody else runs it", "see engine.start", "http: TestOps starts the engine, a fresh process for every phase and every replay"),
        Key("engine", "reset", "mapping", "none: left as it is", "see engine.reset", "http: makes the engine's state new before every phase and every replay"),
        Key("engine", "health", "path", "none: not asked", "starts with /", "http: asked before every phase"),
        Key("engine", "version", "mapping", "none: not asked", "see engine.version", "http: how the version is asked, for the snapshot"),
        Key("engine", "headers", "mapping", "none", "name: template; `${vars.*}`, `${env.*}` and `${engine.*}` only", "http: headers of every call"),
        Key("engine", "timeout", "duration", "30s", "1ms to 10m", "http, process: limit on one call"),
        Key("engine", "max_body", "size", "16MiB", "1 to 1GiB", "http, process: limit on the body of an answer"),
        Key("engine", "latency", "word", "none", "none, real", "toron: answers at once, or after the modelled time"),
        Key("engine", "fault", "text or list", "none", "counter, latency, error, drift:POINTER, type:POINTER, hash-order, rate-limit[:CALLS], garbage, hang, die[:CALLS]", "toron: planted faults, see [engines](engines.md)"),
        Key("engine", "command", "list of templates", "required for process", "1 to 200 parts, program first; `${vars.*}` and `${env.*}` only", "process: the program and its arguments, without a shell; see [the protocol](process-protocol.md)"),
        Key("engine", "env", "mapping", "none", "NAME: template; `${vars.*}` and `${env.*}` only", "process: variables of the program, which inherits PATH, HOME and the like, and nothing else"),
        Key("engine", "directory", "path", "the suite's folder", "relative, below that folder", "process: working directory of the program"),
        Key("engine", "ready_timeout", "duration", "30s", "1ms to 10m", "process: limit on the time from its start to its hello"),
        Later("engine", "http2", "leave it out: HTTP/1.1 is spoken"),
        Key("engine.version", "call", "call", "required", "GET /path", "the call that answers the version"),
        Key("engine.version", "at", "pointer", "required", "JSON Pointer", "where the version is in the answer"),
        Key("engine.start", "command", "list of templates", "required", "1 to 200 parts, program first; no shell", "what is started"),
        Key("engine.start", "env", "mapping", "none", "name: template; nothing else is inherited but PATH, HOME and the like", "environment of the process"),
        Key("engine.start", "ready", "path", "health, else the port takes connections", "starts with /", "asked until it answers 200 to 399"),
        Key("engine.start", "timeout", "duration", "30s", "1ms to 10m", "limit on the time from start to ready"),
        Key("engine.start", "directory", "path", "the suite's folder", "below the suite's folder", "working directory of the process"),
        Key("engine.reset", "call", "call", "one of the two", "METHOD /path", "the call that resets the engine; 200 to 399 is a reset"),
        Key("engine.reset", "run", "list of templates", "one of the two", "1 to 200 parts, program first; no shell", "the command that resets it; exit code 0 is a reset"),
        Key("engine.reset", "env", "mapping", "none", "name: template; nothing else is inherited but PATH, HOME and the like", "run: environment of the command"),
        Key("engine.reset", "directory", "path", "the suite's folder", "below the suite's folder", "run: working directory of the command"),
        Key("engine.reset", "timeout", "duration", "30s", "1ms to 10m", "limit on one reset"),
    ];

    private static IEnumerable<SuiteKey> Sim() =>
    [
        Key("sim", "seed", "integer", "1", "0 to 18446744073709551615", "seed of every random stream"),
        Key("sim", "users", "integer", "100", "1 to 10000000", "number of sessions"),
        Key("sim", "concurrency", "integer", "1", "1 to 1000", "http, process: sessions in flight"),
        Key("sim", "think", "word", "skip", "skip, real", "http, process: whether think time is waited; virtual time needs neither"),
        Key("sim", "data", "mapping", "none", "name: source", "files of rows, one row a session"),
        Key("sim", "scenarios", "mapping", "required", "1 to 1000 scenarios", "what sessions do"),
        Key("sim", "metrics", "mapping", "none", "name: metric", "numbers over the answers, with budgets"),
        Later("sim", "cookies", "leave it out and keep the value with keep, send it with headers"),
        Key("sim.data.NAME", "file", "path", "required", "beside the suite, .jsonl or .csv", "the file of rows"),
        Key("sim.data.NAME", "pick", "word", "sequential", "sequential, random, unique", "how a session gets its row; unique needs a row for each user"),
        Key("sim.scenarios.NAME", "weight", "integer", "1", "0 to 1000000", "share of sessions relative to the other weights; 0: for load only"),
        Key("sim.scenarios.NAME", "tags", "list of names", "none", "at most 32", "for selection"),
        Key("sim.scenarios.NAME", "steps", "list", "required", "1 to 1000 steps", "calls and pauses, in order"),
        Key("sim.scenarios.NAME", "compare", "word", "full", "full, checks", "checks: answers may differ, only check results are compared, apart from the score"),
        Key("sim.metrics.NAME", "share", "script", "one of the five", "JavaScript", "share of answers for which it is true, 0 to 1"),
        Key("sim.metrics.NAME", "sum", "script", "one of the five", "JavaScript", "sum of its values"),
        Key("sim.metrics.NAME", "mean", "script", "one of the five", "JavaScript", "mean of its values"),
        Key("sim.metrics.NAME", "count", "script", "one of the five", "JavaScript", "number of answers for which it is true"),
        Key("sim.metrics.NAME", "latency", "word", "one of the five", "p50, p95, p99, max", "a percentile of the latency"),
        Key("sim.metrics.NAME", "of", "name", "required", "a step or a scenario", "whose answers count"),
        Key("sim.metrics.NAME", "min", "number", "no limit", "finite; latency: a duration, or milliseconds", "smallest value that passes"),
        Key("sim.metrics.NAME", "max", "number", "no limit", "finite; latency: a duration, or milliseconds", "largest value that passes"),
    ];

    private static IEnumerable<SuiteKey> Steps() =>
    [
        Key("steps[]", "name", "name", "required", "unique in its scenario", "name of the step: masks, metrics, gates and `http_req_duration{name:...}` use it"),
        Key("steps[]", "call", "call", "required, or think", "METHOD /path; GET HEAD POST PUT PATCH DELETE OPTIONS", "the call; its path is a template"),
        Key("steps[]", "tags", "list of names", "none", "at most 32", "for selection"),
        Key("steps[]", "headers", "mapping", "none", "name: template", "request headers"),
        Key("steps[]", "query", "mapping", "none", "name: template", "query parameters, percent-encoded"),
        Key("steps[]", "body", "JSON", "none", "not null", "JSON whose texts are templates; a text alone is sent as text/plain"),
        Key("steps[]", "expect", "list", "status 200 to 399", "at most 200, names unique in the step", "checks on the answer"),
        Key("steps[]", "keep", "mapping", "none", "name: pointer", "values for `keep.NAME` in later steps"),
        Key("steps[]", "think", "duration or mapping", "0", "see think", "a pause: of its own, or after the call"),
        Later("steps[]", "form", "send a JSON body, or the encoded text as body with a content-type header"),
        Later("steps[]", "multipart", "send a JSON body"),
        Later("steps[]", "stream", "leave it out: the whole answer is read as one body"),
        Later("steps[]", "cookies", "send a header instead"),
        Later("steps[]", "if", "write two scenarios with weights"),
        Later("steps[]", "repeat", "write the step as often as it should run, each with its own name"),
        Later("steps[]", "until", "write the step as often as it should run, each with its own name"),
        Later("steps[]", "use", "write the steps out in each scenario"),
        Key("think", "constant", "duration", "one of the four", "0s to 24h", "always the same"),
        Key("think", "uniform", "mapping", "one of the four", "see think.uniform", "uniform between two bounds"),
        Key("think", "exponential", "duration", "one of the four", "0s to 24h", "exponential with this mean"),
        Key("think", "lognormal", "mapping", "one of the four", "see think.lognormal", "log-normal"),
        Key("think.uniform", "min", "duration", "required", "0s to 24h", "lower bound, included"),
        Key("think.uniform", "max", "duration", "required", "0s to 24h", "upper bound, included"),
        Key("think.lognormal", "median", "duration", "required", "0s to 24h", "half of the draws are below it"),
        Key("think.lognormal", "sigma", "number", "required", "0 to 3", "standard deviation of the logarithm, three decimals"),
    ];

    private static IEnumerable<SuiteKey> Checks() =>
    [
        Key("expect[]", "name", "text", "status, the pointer, header NAME, js: ...", "unique in the step, at most 120 characters", "name of the check: its gate is `sim/STEP/NAME`"),
        Key("expect[]", "status", "integer, text or list", "one of the four", "100 to 599, or a class such as 2xx", "accepted statuses"),
        Key("expect[]", "header", "text", "one of the four", "name of a header", "the header that the conditions judge"),
        Key("expect[]", "at", "pointer", "one of the four", "JSON Pointer", "the value of the body that the conditions judge"),
        Key("expect[]", "js", "script", "one of the four", "JavaScript", "must be true"),
        Key("expect[]", "equals", "JSON", "none", "any value", "equal as JSON"),
        Key("expect[]", "in", "list", "none", "1 to 1000 values", "equal to one of them"),
        Key("expect[]", "matches", "text", "none", ".NET regular expression, at most 1000 characters", "the text matches"),
        Key("expect[]", "contains", "JSON", "none", "any value", "part of a text, or element of a list"),
        Key("expect[]", "exists", "boolean", "none", "true, false", "whether the value is there"),
        Key("expect[]", "type", "word", "none", "string, number, integer, boolean, object, array, null", "JSON type"),
        Key("expect[]", "length", "integer", "none", "0 to 1000000000", "length of a text (UTF-16 units), list or object"),
        Key("expect[]", "min", "number", "none", "finite", "smallest number, included"),
        Key("expect[]", "max", "number", "none", "finite", "largest number, included"),
        Key("expect[]", "schema", "JSON Schema", "none", "draft 7; `$ref` within the schema only", "the value is valid under it"),
        Key("keep.NAME", "at", "pointer", "required", "JSON Pointer", "long form of `NAME: pointer`"),
        Key("keep.NAME", "secret", "boolean", "false", "true, false", "whether the value is a [secret](secrets.md)"),
    ];

    private static IEnumerable<SuiteKey> Trace() =>
    [
        Key("trace", "bodies", "word", "full", "full, hashed", "hashed: digests stand in place of the bodies of requests and answers"),
        Key("trace", "redact", "list of pointers or mappings", "none", "at most 1000; JSON Pointer, `*` for any index", "places of JSON bodies whose values are [secrets](secrets.md)"),
        Key("trace.redact[]", "at", "pointer", "required", "JSON Pointer, `*` for any index", "long form of a pointer"),
        Key("trace.redact[]", "step", "name", "every step", "a step of the suite", "the step whose bodies are meant"),
    ];
}
