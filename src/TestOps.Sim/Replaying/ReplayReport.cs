using System.Globalization;
using System.Text.Json.Nodes;
using TestOps.Core;
using TestOps.Core.Determinism;
using TestOps.Core.Engines;
using TestOps.Core.Journaling;
using TestOps.Core.Phases;
using TestOps.Core.Snapshots;
using TestOps.Core.Suites;
using TestOps.Core.Verdicts;
using TestOps.Core.WarRoom;

namespace TestOps.Sim.Replaying;

/// <summary>Turns the results of all replays into scores, gates, divergences and incidents.</summary>
internal sealed class ReplayReport
{
    private readonly PhaseContext _context;
    private readonly Snapshot _snapshot;
    private readonly IReadOnlyList<ReplayResult> _results;
    private readonly ReplaySpec _spec;
    private readonly ReplayTally _total;
    private readonly HashSet<(string Step, string Pointer, DivergenceClass Class)> _opened = [];
    private readonly string? _open;
    private readonly double? _compared;
    private readonly bool _isRegressionCheck;

    public ReplayReport(PhaseContext context, Snapshot snapshot, IReadOnlyList<ReplayResult> results)
    {
        _context = context;
        _snapshot = snapshot;
        _results = results;
        _spec = context.Plan.Suite.Replay!;
        _total = new ReplayTally(context.Plan.CountsForScore);

        // A replay that lost its engine has fewer sessions than the others; it has the same ones at the start.
        for (var i = 0; i < results.Min(result => result.AnsweredBySession.Count); i++)
        {
            if (results.All(result => result.AnsweredBySession[i]))
            {
                _total.Count(results[0].ScenarioBySession[i], results.All(result => result.IdenticalBySession[i]));
            }
        }

        var recorded = (string?)snapshot.Head.Json["engine"]?["version"];
        var other = results.FirstOrDefault(result => result.Engine is { } met && met.Version != recorded);
        _isRegressionCheck = other is not null;
        _open = other is not null
            ? $"replay {other.Number} met version {other.Engine!.Version ?? "none"}, the simulation {recorded ?? "none"}: a regression check, which says nothing of determinism"
            : Silence(results, _spec.Times);
        _compared = (double?)results.Aggregate(default(LeafCount), (sum, result) => sum + result.Tally.Leaves).ComparedShare;
    }

    public async Task AppendAsync()
    {
        foreach (var result in _results)
        {
            await AppendDivergencesAsync(result);
            await AppendScoreAsync(result.Number, null, result.Sessions, result.Identical, result.Unanswered + result.Incomparable > 0 || result.IsEngineLost || _isRegressionCheck);
        }

        foreach (var (scenario, (sessions, identical)) in _total.Scenarios)
        {
            await AppendScoreAsync(0, scenario, sessions, identical, _open is not null);
            await AppendGateAsync(GateIds.OfScenario(scenario), sessions, identical, FloorOf(scenario));
        }

        await AppendScoreAsync(0, null, _total.Sessions, _total.Identical, _open is not null);
        await AppendCheckAgreementAsync();
        await AppendGateAsync(GateIds.Score, _total.Sessions, _total.Identical, _spec.Floor);
        await ReplayRateLimit.OpenAsync(_context, _results);
        await OpenDriftAsync();
        await AppendOpaqueAsync();
        await AppendWarmEngineAsync();
        if (_results.FirstOrDefault(result => result.Unanswered > 0) is { } example)
        {
            await OpenAsync(IncidentCodes.ReplayInconclusive, $"{_open}; first in replay {example.Number}, {example.Tally.UnansweredExample}", ("reason", example.Tally.UnansweredExample!));
        }
    }

    private static string? Silence(IReadOnlyList<ReplayResult> results, int times)
    {
        var unanswered = results.Sum(result => result.Unanswered);
        var incomparable = results.Max(result => result.Incomparable);
        return unanswered > 0 ? $"{unanswered} session(s) met calls without an answer"
            : incomparable > 0 ? $"{incomparable} recorded session(s) have calls without an answer, so that nothing can be compared with them"
            : results.FirstOrDefault(result => result.IsEngineLost) is { } lost ? $"replay {lost.Number} ended early: the engine stopped answering"
            : results.Count < times ? $"only {results.Count} of {times} replays came to their end" : null;
    }

    private decimal FloorOf(string scenario) => _spec.Floors.TryGetValue(scenario, out var floor) ? floor : _spec.Floor;

    private Task AppendScoreAsync(int replay, string? scenario, long sessions, long identical, bool isInconclusive)
    {
        var score = DeterminismScore.Compute(sessions, identical);
        return _context.AppendAsync(
            new ReplayScored(replay, scenario, sessions, identical, isInconclusive ? null : (double?)score?.Value, scenario is null ? _spec.Floor : FloorOf(scenario), score?.LowerBound95, _compared),
            CancellationToken.None);
    }

    // Told apart from the score: answers of these scenarios may differ, so that they prove nothing about determinism.
    private async Task AppendCheckAgreementAsync()
    {
        if (_total.Checks.Count == 0)
        {
            return;
        }

        var (sessions, agreed) = (_total.Checks.Values.Sum(scenario => scenario.Sessions), _total.Checks.Values.Sum(scenario => scenario.Agreed));
        var scenarios = new JsonObject(_total.Checks.Select(scenario => KeyValuePair.Create<string, JsonNode?>(scenario.Key, Agreement(scenario.Value.Sessions, scenario.Value.Agreed))));
        var data = Agreement(sessions, agreed);
        data["scenarios"] = scenarios;
        await _context.AppendAsync(new MetricMeasured("replay", "check_agreement", (double)agreed / sessions, "share", data), CancellationToken.None);
    }

    private static JsonObject Agreement(long sessions, long agreed) => new() { ["sessions"] = sessions, ["agreed"] = agreed };

    private Task AppendGateAsync(string gate, long sessions, long identical, decimal floor)
    {
        var score = DeterminismScore.Compute(sessions, identical);
        bool? holds = score is null || _open is not null ? null : !score.IsBelow(floor);
        var value = score is null ? "no sessions" : string.Create(CultureInfo.InvariantCulture, $"{score.Value:0.00} ({identical} of {sessions})");
        var detail = _open ?? (identical == sessions ? null : FirstDivergence(gate));
        return _context.AppendAsync(
            new GateMeasured("replay", gate, holds, value, string.Create(CultureInfo.InvariantCulture, $"at least {floor:0.##}"), score is null ? null : string.Create(CultureInfo.InvariantCulture, $"{score.Value - floor:0.00}"), detail),
            CancellationToken.None);
    }

    private string? FirstDivergence(string gate)
    {
        foreach (var result in _results)
        {
            if (result.Tally.Signatures.FirstOrDefault(found => found.CountsForScore) is { } signature && gate == GateIds.Score)
            {
                var first = signature.First;
                return $"first in replay {result.Number}, session {signature.Session} step {first.Step} ({first.StepName}) {first.Divergence.Pointer}: expected {first.Divergence.Expected}, was {first.Divergence.Actual}";
            }
        }

        return null;
    }

    private async Task AppendDivergencesAsync(ReplayResult result)
    {
        foreach (var signature in result.Tally.Signatures)
        {
            var (step, name, divergence, cascade, around) = signature.First;
            var kind = divergence.Class.ToString().ToLowerInvariant();
            await _context.AppendAsync(new DivergenceFound(result.Number, signature.Session, step, name, divergence.Pointer, kind, divergence.Expected, divergence.Actual, signature.Sessions, around.DeepClone()), CancellationToken.None);
            if (_isRegressionCheck || !_opened.Add((name, Signature.PatternOf(divergence.Pointer), divergence.Class)))
            {
                continue;
            }

            await OpenAsync(
                IncidentCodes.ReplayDivergence,
                $"replay {result.Number}: {kind} differs at {name} {divergence.Pointer} in {signature.Sessions} session(s), first in session {signature.Session} step {step}: expected {divergence.Expected}, was {divergence.Actual}; {cascade} more in that session",
                ("session", Text(signature.Session)), ("step", Text(step)), ("step_name", name), ("pointer", Signature.PatternOf(divergence.Pointer)), ("mask_at", MaskAt(divergence.Pointer)), ("class", kind), ("expected", divergence.Expected), ("actual", divergence.Actual));
        }

        if (result.EndOfProcess is { } end)
        {
            await OpenAsync(IncidentCodes.EngineProcessEnded, $"replay {result.Number}: the engine's process ended while it was replayed: {end}", ("reason", end), ("phase", "replay"));
        }

        if (result.IsEngineLost)
        {
            await _context.AppendAsync(new Notice("replay", EventSeverity.Warning, $"replay {result.Number}: the engine stopped answering; the replay ended after {result.AnsweredBySession.Count} sessions"), CancellationToken.None);
        }

        if (result.Tally.SignaturesDropped > 0)
        {
            await _context.AppendAsync(new Notice("replay", EventSeverity.Warning, $"replay {result.Number}: {result.Tally.SignaturesDropped} session(s) diverge in further ways that are not listed"), CancellationToken.None);
        }
    }

    // A mask names a place in the body; status, type and order cannot be masked.
    private static string MaskAt(string pointer) => pointer.StartsWith('/') ? Signature.PatternOf(pointer) : "";

    /// <summary>One incident for the total, or, where only scenarios are below their floors, one for each of them.</summary>
    private async Task OpenDriftAsync()
    {
        if (_open is not null)
        {
            return;
        }

        var total = DeterminismScore.Compute(_total.Sessions, _total.Identical);
        if (total?.IsBelow(_spec.Floor) ?? false)
        {
            await OpenDriftAsync(null, total, _spec.Floor);
            return;
        }

        foreach (var (scenario, (sessions, identical)) in _total.Scenarios)
        {
            if (DeterminismScore.Compute(sessions, identical) is { } score && score.IsBelow(FloorOf(scenario)))
            {
                await OpenDriftAsync(scenario, score, FloorOf(scenario));
            }
        }
    }

    private Task OpenDriftAsync(string? scenario, DeterminismScore score, decimal floor)
    {
        var limit = floor.ToString("0.##", CultureInfo.InvariantCulture);
        var text = $"determinism score {score}{(scenario is null ? "" : $" of scenario {scenario}")} is below its floor {limit}: {score.Divergent} of {score.Sessions} sessions answered differently; {FirstDivergence(GateIds.Score)}";
        var first = _results.SelectMany(result => result.Tally.Signatures).Where(signature => signature.CountsForScore).MinBy(signature => (signature.Session, signature.First.Step))!;
        var facts = new List<(string, string)> { ("session", Text(first.Session)), ("step", Text(first.First.Step)), ("step_name", first.First.StepName), ("value", score.ToString()), ("limit", limit) };
        if (scenario is not null)
        {
            facts.Add(("scenario", scenario));
        }

        return OpenAsync(IncidentCodes.ReplayDrift, text, [.. facts]);
    }

    private Task AppendOpaqueAsync()
    {
        var worst = _results.Select(result => result.Tally.OverlyOpaque).FirstOrDefault(step => step is not null);
        var hasOpaque = _spec.Masks.Any(mask => mask.Kind == MaskKind.Opaque);
        return !hasOpaque
            ? Task.CompletedTask
            : _context.AppendAsync(
                new GateMeasured("replay", GateIds.Opaque, worst is null, worst ?? "within the limit", string.Create(CultureInfo.InvariantCulture, $"one leaf or {_spec.MaxOpaque:0.##%} of a step's leaves"), null, worst is null ? null : "opaque masks hide too much for the score to mean anything"),
                CancellationToken.None);
    }

    private Task AppendWarmEngineAsync()
    {
        var isWarm = _results.Any(result => result.Engine?.Evidence == EvidenceClass.BlackBox);
        return !isWarm
            ? Task.CompletedTask
            : _context.AppendAsync(new Notice("replay", EventSeverity.Warning, $"evidence class C: the replays met {_results[0].Engine!.Freshness}; state left by SIM and load may show as drift"), CancellationToken.None);
    }

    private Task OpenAsync(string code, string text, params ReadOnlySpan<(string Name, string Value)> facts)
    {
        (string, string)[] all = [("snapshot", _snapshot.Head.RunId.ToString()), .. facts];
        return _context.OpenIncidentAsync(code, "replay", text, _context.Facts(all), CancellationToken.None);
    }

    private static string Text(long number) => number.ToString(CultureInfo.InvariantCulture);
}
