using TestOps.Core.Traces;
using TestOps.Core.Verdicts;

namespace TestOps.Core.Snapshots;

/// <summary>What a trace adds up to, counted while it is checked.</summary>
internal sealed class TraceTotals
{
    private readonly SortedDictionary<string, (long Passed, long Failed)> _checks = new(StringComparer.Ordinal);
    private readonly Dictionary<(string Step, string Check), string> _gates = [];

    public long Sessions { get; set; }

    public long Steps { get; private set; }

    /// <summary>Calls that got no answer.</summary>
    public long Unanswered { get; private set; }

    /// <summary>Passed and failed checks by gate, in ordinal order.</summary>
    public IReadOnlyDictionary<string, (long Passed, long Failed)> Checks => _checks;

    public void Add(StepRecord record)
    {
        Steps++;
        Unanswered += record.Failure is null ? 0 : 1;
        foreach (var check in record.Checks)
        {
            if (!_gates.TryGetValue((record.Name, check.Name), out var gate))
            {
                gate = GateIds.OfCheck(record.Name, check.Name);
                _gates.Add((record.Name, check.Name), gate);
            }

            var (passed, failed) = _checks.GetValueOrDefault(gate);
            _checks[gate] = check.Passed ? (passed + 1, failed) : (passed, failed + 1);
        }
    }
}
