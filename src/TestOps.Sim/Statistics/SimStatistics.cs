using HdrHistogram;
using TestOps.Core.Engines;
using TestOps.Core.Sessions;

namespace TestOps.Sim.Statistics;

/// <summary>What one worker has seen; merged at the end.</summary>
internal sealed class SimStatistics
{
    private readonly SessionProgram _program;
    private readonly MetricProgram[] _metrics;
    private readonly Dictionary<CallProgram, StepStatistics> _steps = new(ReferenceEqualityComparer.Instance);
    private readonly SortedDictionary<EngineFailureKind, FailureExample> _failures = [];
    private readonly SortedDictionary<int, long> _statuses = [];

    public SimStatistics(SessionProgram program, MetricProgram[] metrics)
    {
        _program = program;
        _metrics = metrics;
    }

    public long Sessions { get; private set; }

    /// <summary>Steps whose call was made; skipped ones are counted apart.</summary>
    public long Steps { get; private set; }

    /// <summary>Steps that their conditions skipped.</summary>
    public long Skipped { get; private set; }

    /// <summary>The same in short, for people who watch; it may be read while the worker writes.</summary>
    public LiveTally Live { get; } = new();

    public LongHistogram Latency { get; } = StepStatistics.NewLatency();

    /// <summary>Answers by HTTP status, in its order; calls without an answer are in <see cref="Failures"/>.</summary>
    public IReadOnlyDictionary<int, long> Statuses => _statuses;

    public IReadOnlyDictionary<EngineFailureKind, FailureExample> Failures => _failures;

    /// <summary>Every step that the simulation may run, in suite order and selected, with what was seen of it; null where it never ran. Scenarios of weight 0 are for load alone.</summary>
    public IEnumerable<(ScenarioProgram Scenario, CallProgram Step, StepStatistics? Seen)> InSuiteOrder() =>
        from spec in _program.Plan.Suite.Sim!.Scenarios
        where spec.Weight > 0 && _program.Plan.Selection.Includes(spec)
        let scenario = _program.Scenario(spec.Name)
        from step in scenario.Calls
        select (scenario, step, _steps.GetValueOrDefault(step));

    /// <summary>Adds a step to the live figures, and what the suite's metrics make of it to the <paramref name="tallies"/> of its segment, one for each metric.</summary>
    public void Measure(StepOutcome outcome, MetricTally[] tallies)
    {
        if (outcome.IsSkipped)
        {
            return;
        }

        Live.Add(outcome);
        for (var i = 0; i < _metrics.Length; i++)
        {
            if (!_metrics[i].Spec.IsTime && _metrics[i].AppliesTo(outcome))
            {
                tallies[i].Add(_metrics[i].Evaluate(outcome));
            }
        }
    }

    /// <summary>Counts a step; what stays valid in a copy of the outcome is enough.</summary>
    public void Count(StepOutcome outcome)
    {
        if (outcome.IsSkipped)
        {
            Skipped++;
            return;
        }

        Steps++;
        if (!_steps.TryGetValue(outcome.Step, out var step))
        {
            step = new StepStatistics(outcome.Step.CheckNames.Count);
            _steps.Add(outcome.Step, step);
        }

        step.Add(outcome);
        if (outcome.Reply.Failure is { } failure)
        {
            AddFailure(new FailureExample(failure.Kind, 1, CallPlace.Of(outcome), failure.Message));
            return;
        }

        if (outcome.Reply.Status == TurnedAway.Status)
        {
            TurnedAway = TurnedAway.Merge(TurnedAway, new TurnedAway(1, CallPlace.Of(outcome), outcome.Reply.Header("Retry-After")));
        }

        _statuses[outcome.Reply.Status] = _statuses.GetValueOrDefault(outcome.Reply.Status) + 1;
        Latency.RecordValue(Math.Clamp(outcome.ElapsedNs, 0, Latency.HighestTrackableValue));
    }

    /// <summary>Calls that were answered 429; null where none was.</summary>
    public TurnedAway? TurnedAway { get; private set; }

    public void EndSession() => Sessions++;

    public void Merge(SimStatistics other)
    {
        Sessions += other.Sessions;
        Steps += other.Steps;
        Skipped += other.Skipped;
        Latency.Add(other.Latency);
        foreach (var (status, count) in other._statuses)
        {
            _statuses[status] = _statuses.GetValueOrDefault(status) + count;
        }

        foreach (var failure in other._failures.Values)
        {
            AddFailure(failure);
        }

        TurnedAway = TurnedAway.Merge(TurnedAway, other.TurnedAway);
        foreach (var (_, call, seen) in other.InSuiteOrder())
        {
            if (seen is null)
            {
                continue;
            }

            if (_steps.TryGetValue(call, out var mine))
            {
                mine.Merge(seen);
            }
            else
            {
                _steps.Add(call, seen);
            }
        }
    }

    private void AddFailure(FailureExample failure) =>
        _failures[failure.Kind] = _failures.TryGetValue(failure.Kind, out var known) ? FailureExample.Merge(known, failure) : failure;
}
