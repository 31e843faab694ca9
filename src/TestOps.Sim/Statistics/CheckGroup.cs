using TestOps.Core.Verdicts;

namespace TestOps.Sim.Statistics;

/// <summary>A check of a step, whichever scenarios contain it: the unit of a gate.</summary>
internal sealed class CheckGroup(string step, string check)
{
    private readonly List<(string Scenario, long Count, CheckExample Example)> _failures = [];

    public string Step { get; } = step;

    public string Check { get; } = check;

    /// <summary>Id of its gate.</summary>
    public string Gate { get; } = GateIds.OfCheck(step, check);

    public long Passed { get; private set; }

    public long Failed { get; private set; }

    /// <summary>Failures by scenario, in suite order.</summary>
    public IReadOnlyList<(string Scenario, long Count, CheckExample Example)> Failures => _failures;

    public void Add(string scenario, long passed, long failed, CheckExample? example)
    {
        Passed += passed;
        Failed += failed;
        if (example is not null)
        {
            _failures.Add((scenario, failed, example));
        }
    }
}
