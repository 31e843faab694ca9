using System.Globalization;
using TestOps.Core.Journaling;
using TestOps.Core.Verdicts;

namespace TestOps.Load.Reporting;

/// <summary>
/// What a reader of the gates must know of the load as a whole: that a threshold ended it early, and that its generator was at its own limit. The second has a gate of its own, which
/// makes the run <c>WARN</c>: the engine may have done well, but this load does not prove it.
/// </summary>
internal static class GateNotes
{
    public static IReadOnlyList<GateMeasured> On(IReadOnlyList<GateMeasured> gates, LoadMeasurement measurement)
    {
        var noted = gates.Select(gate => gate with { Detail = With(gate, measurement) }).ToList();
        if (measurement.Generator is { } generator)
        {
            noted.Add(new GateMeasured(
                LoadPhase.PhaseName,
                GateIds.Generator,
                true,
                generator.IsTrustworthy ? "within its limits" : "saturated",
                "within its limits",
                null,
                generator.IsTrustworthy ? null : string.Join("; ", generator.Reasons)));
        }

        return noted;
    }

    private static string? With(GateMeasured gate, LoadMeasurement measurement)
    {
        var notes = new List<string>();
        if (gate.Detail is not null)
        {
            notes.Add(gate.Detail);
        }

        if (measurement.AbortedBy is { } crossed)
        {
            var after = measurement.AbortedAfter is { } span ? string.Create(CultureInfo.InvariantCulture, $" after {span.TotalSeconds:0.#} s") : "";
            notes.Add(gate.Gate == $"load/{crossed}" ? $"aborted{after}" : $"judged on a load that {crossed} cut short{after}");
        }

        if (measurement.Generator is { IsTrustworthy: false })
        {
            notes.Add($"the generator was saturated: see {GateIds.Generator}");
        }

        return notes.Count == 0 ? null : string.Join("; ", notes);
    }
}
