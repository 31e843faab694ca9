using System.Text.Json;
using System.Text.Json.Nodes;
using TestOps.Core.Determinism;
using TestOps.Core.Planning;
using TestOps.Core.Suites;
using TestOps.Core.Verdicts;

namespace TestOps.Core.Snapshots;

/// <summary>Checks that a result says what its gates, the head, the trace and the replay records give: a result can be sealed and still be wrong.</summary>
internal sealed class ResultCheck
{
    private readonly JsonObject _result;
    private readonly string _file;
    private readonly SnapshotHead _head;
    private readonly Plan _plan;
    private readonly List<Gate> _all = [];
    private readonly SortedDictionary<string, Gate> _gates = new(StringComparer.Ordinal);

    public ResultCheck(JsonObject result, SnapshotHead head, Plan plan)
    {
        _result = result;
        _file = SnapshotNames.Result(head.RunId);
        _head = head;
        _plan = plan;
    }

    /// <summary>Checks everything; <paramref name="trace"/> is null where the run recorded none.</summary>
    /// <exception cref="SnapshotCorruptException">Naming the first contradiction.</exception>
    public void Run(TraceTotals? trace, IReadOnlyList<ReplayTotals> replays)
    {
        CheckHead();
        ReadGates();
        CheckVerdict();
        if (trace is not null)
        {
            CheckSim(trace);
        }

        // A run that was stopped has no score; replays that were made later are not its own.
        if (trace is not null && _plan.Suite.Replay is { } replay && _plan.Phases.Contains("replay") && !_gates.ContainsKey(GateIds.OfPhase("replay")))
        {
            CheckScore(replay, trace, [.. replays.Where(made => (_result["files"] as JsonObject)?.ContainsKey(SnapshotNames.Replay(_head.RunId, made.Number)) ?? false)]);
        }
    }

    private void CheckHead()
    {
        Expect("schema", Said("schema"), ResultFiles.Schema);
        foreach (var member in (ReadOnlySpan<string>)["run_id", "trigger", "started_at"])
        {
            Expect(member, Said(member), _head.Text(member));
        }

        ExpectSame("sim_runner", _head.Json["sim"]);
        ExpectSame("k6_runner", _head.Json["k6"]);
    }

    private void ReadGates()
    {
        foreach (var node in _result["gates"] as JsonArray ?? throw Corrupt("gates", "missing"))
        {
            if (node is not JsonObject gate || SealedJson.TextOf(gate["id"]) is not { } id || SealedJson.TextOf(gate["phase"]) is not { } phase
                || !Enum.TryParse<GateStatus>(SealedJson.TextOf(gate["status"]), ignoreCase: true, out var status) || !Enum.IsDefined(status))
            {
                throw Corrupt("gates", $"not a gate: {node?.ToJsonString() ?? "null"}");
            }

            var read = new Gate(id, phase, status, "", "", null, null);
            _all.Add(read);

            // Of two gates with one id the worse decides.
            _gates[id] = _gates.TryGetValue(id, out var known) && known.Status > status ? known : read;
        }
    }

    private void CheckVerdict()
    {
        var status = Said("status");
        var exitCode = _result["exit_code"] is JsonValue value && value.TryGetValue<int>(out var number) ? number : throw Corrupt("exit_code", "missing");
        if (status is "ERROR" or "CANCELLED")
        {
            // Neither depends on gates; but neither may look like a success.
            Require("exit_code", exitCode is not 0, $"is 0 with status {status}");
            return;
        }

        var folded = VerdictFold.StatusOf(_all);
        Expect("status", status, folded.ToText());
        var expected = (int)VerdictFold.ExitCodeOf(folded, _all);
        Require("exit_code", exitCode == expected || (folded == RunStatus.Warn && exitCode == (int)ExitCode.DeterminismFailed), $"is {exitCode}, status and gates give {expected}");
    }

    private void CheckSim(TraceTotals trace)
    {
        var isAnswered = trace.Unanswered == 0 && trace.Sessions == _plan.Sessions;
        var isComplete = !_gates.ContainsKey(GateIds.OfPhase("sim"));
        if (!isComplete && _head.Json["sim"] is null)
        {
            return;
        }

        if (isComplete)
        {
            ExpectGate(GateIds.Answered, isAnswered ? GateStatus.Pass : GateStatus.Inconclusive);
        }

        CheckCounts(trace, SealedJson.At(_head.Json, "sim", "metrics", "checks") as JsonObject ?? []);
    }

    private void CheckCounts(TraceTotals trace, JsonObject said)
    {
        foreach (var (gate, (passed, failed)) in trace.Checks)
        {
            var counts = said[gate] as JsonObject ?? throw _head.Corrupt($"sim.metrics.checks.{gate}", "missing, though the trace has it");

            // A session that was cut off is counted and not recorded, so that a stopped run may have seen more than its trace holds.
            var (saidPassed, saidFailed) = Counts(counts);
            var fits = trace.Sessions == _plan.Sessions ? (saidPassed, saidFailed) == (passed, failed) : saidPassed >= passed && saidFailed >= failed;
            if (!fits)
            {
                throw _head.Corrupt($"sim.metrics.checks.{gate}", $"{saidPassed} passed and {saidFailed} failed, the trace has {passed} and {failed}");
            }
        }

        foreach (var (gate, counts) in said)
        {
            var (passed, failed) = Counts(counts);
            ExpectGate(gate, failed > 0 ? GateStatus.Fail : passed > 0 ? GateStatus.Pass : GateStatus.Inconclusive);
        }
    }

    private void CheckScore(ReplaySpec spec, TraceTotals trace, List<ReplayTotals> replays)
    {
        Require("files", replays.Select(replay => replay.Number).SequenceEqual(Enumerable.Range(1, spec.Times)), $"lists {replays.Count} replay record(s), the plan asks for {spec.Times}");
        var isAnswered = replays.TrueForAll(replay => replay.Unanswered == 0);
        var expected = Math.Min(spec.Sessions ?? long.MaxValue, trace.Sessions);
        foreach (var replay in replays)
        {
            // A lost engine ends a replay early; then there is no score either.
            Require("files", !isAnswered || replay.Recorded == expected, $"replay {replay.Number} has {replay.Recorded} sessions, the plan asks for {expected}");
        }

        if (!isAnswered)
        {
            ExpectGate(GateIds.Score, GateStatus.Inconclusive);
            Require("replay_engine.determinism_score", SealedJson.At(_result, "replay_engine", "determinism_score") is null, "there is a score, though calls got no answer");
            return;
        }

        CheckScore(spec, replays);
    }

    private void CheckScore(ReplaySpec spec, List<ReplayTotals> replays)
    {
        var divergent = new SortedDictionary<long, string>();
        foreach (var (session, scenario) in replays.SelectMany(replay => replay.Divergent))
        {
            divergent[session] = scenario;
        }

        var sessions = replays[0].Sessions;
        var score = DeterminismScore.Compute(sessions, sessions - divergent.Count);
        ExpectGate(GateIds.Score, score is null ? GateStatus.Inconclusive : score.IsBelow(spec.Floor) ? GateStatus.Fail : divergent.Count > 0 ? GateStatus.Warn : GateStatus.Pass);
        Expect("replay_engine.determinism_score", SealedJson.At(_result, "replay_engine", "determinism_score")?.ToJsonString(), score is null ? null : JsonValue.Create((double)score.Value).ToJsonString());
        Expect("replay_engine.details.divergent_sessions", SealedJson.At(_result, "replay_engine", "details", "divergent_sessions")?.ToJsonString(), JsonValue.Create(divergent.Count).ToJsonString());
        foreach (var (scenario, count) in replays[0].Scenarios)
        {
            var own = DeterminismScore.Compute(count, count - divergent.Values.LongCount(other => other == scenario))!;
            var floor = spec.Floors.TryGetValue(scenario, out var given) ? given : spec.Floor;
            ExpectGate(GateIds.OfScenario(scenario), own.IsBelow(floor) ? GateStatus.Fail : GateStatus.Pass);
        }
    }

    private void ExpectGate(string id, GateStatus status)
    {
        var gate = _gates.GetValueOrDefault(id) ?? throw Corrupt("gates", $"{id} is missing");
        var isExcused = gate.Status == GateStatus.Known && status == GateStatus.Fail && _plan.Suite.Known.Any(known => known.Gate == id && !_plan.IsExpired(known.Expires));
        Require("gates", gate.Status == status || isExcused, $"{id} is {gate.Status.ToString().ToUpperInvariant()}, the evidence gives {status.ToString().ToUpperInvariant()}");
    }

    private void ExpectSame(string member, JsonNode? other) =>
        Require(member, JsonNode.DeepEquals(_result[member], other), "differs from the head's");

    private void Expect(string where, string? said, string? computed) =>
        Require(where, said == computed, $"is {said ?? "missing"}, the evidence gives {computed ?? "none"}");

    private void Require(string where, bool holds, string problem)
    {
        if (!holds)
        {
            throw Corrupt(where, problem);
        }
    }

    private string? Said(string member) => SealedJson.TextOf(_result[member]);

    private static (long Passed, long Failed) Counts(JsonNode? counts) => (Count(SealedJson.At(counts, "passed")), Count(SealedJson.At(counts, "failed")));

    private static long Count(JsonNode? node) => node is JsonValue value && value.TryGetValue<long>(out var count) ? count : -1;

    private SnapshotCorruptException Corrupt(string where, string problem) => new(_file, where, problem);
}
