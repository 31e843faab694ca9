namespace TestOps.Core.Suites.Reading;

/// <content>The keys of load and replay.</content>
public static partial class SuiteKeys
{
    private static IEnumerable<SuiteKey> Load() =>
    [
        Key("load", "driver", "word", "builtin", "builtin", "what generates the load; k6 is not built yet"),
        Key("load", "warm_up", "duration", "1s", "0s to 1m", "warm-up of the client against a loopback stub, never counted"),
        Key("load", "scenarios", "mapping", "required", "1 to 100 scenarios", "load scenarios, with the option names of k6"),
        Key("load", "thresholds", "mapping", "none", "metric: expression or list", "k6 threshold expressions by metric key"),
        Later("load", "script", "describe the load in load.scenarios"),
        Later("load", "env", "belongs to k6 scripts: leave it out"),
        Later("load", "args", "belongs to k6 scripts: leave it out"),
        Key("load.scenarios.NAME", "executor", "word", "required", "constant-vus, constant-arrival-rate", "k6's executor; the others are not built yet"),
        Key("load.scenarios.NAME", "exec", "name", "required", "a scenario of sim", "what each iteration runs"),
        Key("load.scenarios.NAME", "startTime", "duration", "0s", "0s to 24h", "delay before the scenario starts"),
        Key("load.scenarios.NAME", "gracefulStop", "duration", "30s", "0s to 1h", "time that running iterations get at the end"),
        Key("load.scenarios.NAME", "duration", "duration", "required", "1s to 24h", "without start time and graceful stop"),
        Key("load.scenarios.NAME", "vus", "integer", "1", "1 to 100000", "constant-vus: virtual users"),
        Key("load.scenarios.NAME", "rate", "integer", "required", "1 to 10000000", "constant-arrival-rate: iterations started each timeUnit"),
        Key("load.scenarios.NAME", "timeUnit", "duration", "1s", "1ms to 1h", "constant-arrival-rate: unit of the rate"),
        Key("load.scenarios.NAME", "preAllocatedVUs", "integer", "required", "1 to 100000", "constant-arrival-rate: virtual users made before the start"),
        Key("load.scenarios.NAME", "maxVUs", "integer", "preAllocatedVUs", "1 to 100000", "constant-arrival-rate: most virtual users, at least preAllocatedVUs"),
        Later("load.scenarios.NAME", "stages", "belongs to the ramping executors: write constant-vus or constant-arrival-rate"),
        Later("load.scenarios.NAME", "startVUs", "belongs to ramping-vus: write constant-vus with vus"),
        Later("load.scenarios.NAME", "startRate", "belongs to ramping-arrival-rate: write constant-arrival-rate with rate"),
        Later("load.scenarios.NAME", "iterations", "belongs to the iteration executors: write constant-vus with duration"),
        Later("load.scenarios.NAME", "maxDuration", "belongs to the iteration executors: write constant-vus with duration"),
        Later("load.scenarios.NAME", "gracefulRampDown", "belongs to ramping-vus: write constant-vus with gracefulStop"),
        Later("load.scenarios.NAME", "env", "leave it out"),
        Later("load.scenarios.NAME", "tags", "leave it out: samples carry the names of scenario and step"),
        Later("load.scenarios.NAME", "options", "leave it out"),
        Key("load.thresholds.METRIC[]", "threshold", "text", "required", "k6's grammar", "long form of an expression"),
        Later("load.thresholds.METRIC[]", "abortOnFail", "write the expression as text: the load runs to its end"),
        Later("load.thresholds.METRIC[]", "delayAbortEval", "write the expression as text: the load runs to its end"),
    ];

    private static IEnumerable<SuiteKey> Replay() =>
    [
        Key("replay", "times", "integer", "1", "1 to 100", "number of replays"),
        Key("replay", "floor", "number", "90", "0 to 100", "lowest determinism score that passes"),
        Key("replay", "floors", "mapping", "none", "scenario: 0 to 100", "floors of single scenarios, instead of floor"),
        Key("replay", "sessions", "integer", "all", "1 to 10000000", "sessions that are replayed, at most sim.users"),
        Key("replay", "masks", "list", "none", "at most 1000", "what is compared less strictly, and why"),
        Key("replay", "max_opaque", "number", "0.2", "0 to 1", "largest share of a step's leaves that opaque masks may hide; one leaf always may"),
        Key("replay.masks[]", "step", "name", "step or call", "a step of sim", "whose answers it masks"),
        Key("replay.masks[]", "call", "call", "step or call", "a call of sim, as its steps write it", "whose answers it masks"),
        Key("replay.masks[]", "at", "pointer", "required", "JSON Pointer, `*` for any index", "the place"),
        Key("replay.masks[]", "kind", "word", "required", "type, token, tolerance, time, set, opaque", "what is still compared"),
        Key("replay.masks[]", "reason", "text", "required", "at most 1000 characters", "why it may differ"),
        Key("replay.masks[]", "tolerance", "mapping", "required for kind tolerance", "see replay.masks[].tolerance", "how far numbers may differ"),
        Key("replay.masks[]", "time", "mapping", "{ within: 10s }", "see replay.masks[].time", "kind time: how far times may differ"),
        Key("replay.masks[]", "set", "mapping", "none", "see replay.masks[].set", "kind set: what makes two items one"),
        Key("replay.masks[]", "opaque", "mapping", "none", "see replay.masks[].opaque", "kind opaque: until when"),
        Key("replay.masks[].tolerance", "abs", "number", "0", "0 to 1000000000000", "absolute"),
        Key("replay.masks[].tolerance", "rel", "number", "0", "0 to 1", "as a share of the recorded value"),
        Key("replay.masks[].time", "within", "duration", "10s", "0s to 24h", "how far apart, each relative to the first masked time of its session"),
        Key("replay.masks[].set", "key", "pointer", "none", "JSON Pointer into each item", "items with the same key are compared with one another"),
        Key("replay.masks[].opaque", "expires", "date", "never", "YYYY-MM-DD", "last day on which the mask is in force, by the date in the plan"),
    ];
}
