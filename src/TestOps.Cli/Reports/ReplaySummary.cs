using TestOps.Core;
using TestOps.Core.Determinism;
using TestOps.Core.Engines;
using TestOps.Core.Journaling;
using TestOps.Core.Planning;
using TestOps.Core.Snapshots;
using TestOps.Core.Suites;
using TestOps.Sim.Replaying;

namespace TestOps.Cli.Reports;

/// <summary>What the replays of one command came to, together.</summary>
internal sealed class ReplaySummary
{
    private readonly ReplaySpec _spec;

    public ReplaySummary(SnapshotHead head, Plan plan, IReadOnlyList<ReplayResult> results)
    {
        Head = head;
        _spec = plan.Suite.Replay ?? new ReplaySpec();
        Results = results;
        var sessions = Enumerable.Range(0, results.Min(result => result.AnsweredBySession.Count)).Where(index => results.All(result => result.AnsweredBySession[index]) && plan.CountsForScore(results[0].ScenarioBySession[index]))
            .Select(index => (Scenario: results[0].ScenarioBySession[index], IsIdentical: results.All(result => result.IdenticalBySession[index]))).ToList();
        Score = DeterminismScore.Compute(sessions.Count, sessions.Count(session => session.IsIdentical));
        Scenarios = [.. sessions.GroupBy(session => session.Scenario, StringComparer.Ordinal).OrderBy(group => group.Key, StringComparer.Ordinal)
            .Select(group => (group.Key, DeterminismScore.Compute(group.Count(), group.Count(session => session.IsIdentical))!, FloorOf(group.Key)))];
    }

    public SnapshotHead Head { get; }

    public IReadOnlyList<ReplayResult> Results { get; }

    /// <summary>Sessions identical in every replay; null where nothing was comparable.</summary>
    public DeterminismScore? Score { get; }

    public IReadOnlyList<(string Scenario, DeterminismScore Score, decimal Floor)> Scenarios { get; }

    public decimal Floor => _spec.Floor;

    public EngineReport Engine => Results[0].Engine!;

    public string? RecordedVersion => (string?)Head.Json["engine"]?["version"];

    /// <summary>Whether another version of the engine answered: then the comparison says nothing of determinism.</summary>
    public bool IsRegressionCheck => Engine.Version != RecordedVersion;

    /// <summary>Sessions of the replays in which a call got no answer.</summary>
    public long Unanswered => Results.Sum(result => result.Unanswered);

    /// <summary>Recorded sessions in which a call got no answer: there is nothing to compare with.</summary>
    public long Incomparable => Results.Max(result => result.Incomparable);

    /// <summary>Whether every session that was asked for could be compared: only then there is a score.</summary>
    public bool IsComplete => Unanswered == 0 && Incomparable == 0 && !Results.Any(result => result.IsEngineLost);

    public double? LeavesCompared => (double?)Results.Aggregate(default(LeafCount), (sum, result) => sum + result.Leaves).ComparedShare;

    public IReadOnlyList<DivergenceFound> Divergences => [.. Results.SelectMany(result => result.Divergences)];

    public bool IsBelowFloor => Score is not null && (Score.IsBelow(Floor) || Scenarios.Any(scenario => scenario.Score.IsBelow(scenario.Floor)));

    public ExitCode ExitCode => Score is null || !IsComplete ? ExitCode.Inconclusive : IsBelowFloor ? ExitCode.DeterminismFailed : ExitCode.Success;

    private decimal FloorOf(string scenario) => _spec.Floors.TryGetValue(scenario, out var floor) ? floor : _spec.Floor;
}
