using System.Globalization;
using TestOps.Core.Journaling;
using TestOps.Core.Suites;
using TestOps.Core.Verdicts;
using TestOps.Core.WarRoom;
using TestOps.Load.BuiltIn;
using TestOps.Load.Metrics;

namespace TestOps.Load.Reporting;

/// <summary>What a load says against itself and its engine, whether or not a threshold asks.</summary>
internal static class LoadWarnings
{
    public static IReadOnlyList<LoadWarning> Of(LoadMeasurement measurement, IReadOnlyList<GateMeasured> gates) =>
        [.. Failed(measurement), .. InFlight(measurement), .. Gates(measurement, gates), .. Dropped(measurement), .. Generator(measurement), .. measurement.DriverWarnings];

    // Where the engine gave no answers, that is the incident; the gate without data is only its consequence.
    private static bool IsTold(LoadMeasurement measurement) => measurement.Unanswered > 0 || measurement is { Requests: 0, Interrupted: > 0 };

    // Nothing is wrong with such a load: its gate says how to make a first baseline.
    private static bool IsWithoutBaseline(GateMeasured gate) => gate is { Holds: null } && gate.Gate.StartsWith(AgainstSpec.GatePrefix, StringComparison.Ordinal);

    private static IEnumerable<LoadWarning> Gates(LoadMeasurement measurement, IReadOnlyList<GateMeasured> gates) =>
        from gate in gates
        where gate is { Holds: not true, Waiver: null } && !IsWithoutBaseline(gate) && !(IsTold(measurement) && gate.Gate is LoadGates.AnswersGate or GateIds.Targets) && !measurement.DriverGates.Any(own => gate.Gate == $"load/{own.Name}")
        let isCrossed = gate.Holds is false
        select new LoadWarning(
            isCrossed ? IncidentCodes.LoadThresholdCrossed : IncidentCodes.LoadNoData,
            isCrossed ? $"{gate.Gate}: {gate.Value}, limit {gate.Limit}" : $"{gate.Gate}: {gate.Value}, asked {gate.Limit}",
            ("gate", gate.Gate),
            ("value", gate.Value),
            ("limit", gate.Limit));

    private static IEnumerable<LoadWarning> Dropped(LoadMeasurement measurement) =>
        from scenario in measurement.Scenarios
        where scenario.Dropped > 0
        let count = scenario.Dropped.ToString(CultureInfo.InvariantCulture)
        select new LoadWarning(
            IncidentCodes.LoadDroppedIterations,
            $"scenario {scenario.Name} dropped {count} of its planned iterations: {scenario.DropReason}",
            ("scenario", scenario.Name),
            ("value", count));

    private static IEnumerable<LoadWarning> Failed(LoadMeasurement measurement)
    {
        var calls = measurement.Failures;
        if (measurement.Unanswered > 0 && calls.First is { } first)
        {
            var kinds = string.Join(", ", calls.Unanswered.OrderBy(kind => kind.Key).Select(kind => FormattableString.Invariant($"{kind.Key} {kind.Value}x")));
            yield return Of(
                CallFailureCodes.Of(calls.Unanswered),
                FormattableString.Invariant($"{measurement.Unanswered} of {measurement.Requests} requests of the load got no answer ({kinds}); the first failed at {first.Since}, {first.What}"),
                measurement,
                first,
                measurement.Unanswered);
        }

        if (calls.FirstRefused is { } refused && CallFailureCodes.Of(calls.Unanswered) != IncidentCodes.TargetRefused)
        {
            var text = FormattableString.Invariant($"{calls.Refused} of {measurement.Requests} requests of the load were for targets that are not allowed; the first at {refused.Since}, {refused.What}");
            yield return Of(IncidentCodes.TargetRefused, text, measurement, refused, calls.Refused);
        }

        if (calls.FirstTurnedAway is { } turnedAway)
        {
            var wait = turnedAway.RetryAfter is { } after ? $", Retry-After: {after}" : "";
            yield return Of(
                IncidentCodes.EngineRateLimited,
                FormattableString.Invariant($"rate limit: {calls.TurnedAway} of {measurement.Requests} requests of the load were turned away with status 429{wait}; the first at {turnedAway.Since}"),
                measurement,
                turnedAway,
                calls.TurnedAway);
        }
        else if (measurement.Unanswered == 0 && measurement.Requests > 0 && measurement.Failed == measurement.Requests)
        {
            var text = FormattableString.Invariant($"all {measurement.Requests} requests of the load were answered with a failure");

            // A script's own tags may not tell which of its requests failed.
            yield return calls.First is { } one
                ? Of(IncidentCodes.LoadAllFailed, $"{text}; the first at {one.Since}, {one.What}", measurement, one, measurement.Failed)
                : new LoadWarning(IncidentCodes.LoadAllFailed, text, ("host", measurement.Host), ("phase", LoadPhase.PhaseName));
        }
    }

    private static IEnumerable<LoadWarning> InFlight(LoadMeasurement measurement)
    {
        if (measurement is { Requests: 0, Interrupted: > 0 })
        {
            var reason = FormattableString.Invariant($"not one request was answered in {measurement.Duration.TotalSeconds:0.#} s; {measurement.Interrupted} were still under way when the load ended");
            yield return new LoadWarning(IncidentCodes.EngineTimedOut, reason, ("reason", reason), ("host", measurement.Host), ("phase", LoadPhase.PhaseName));
        }
    }

    private static LoadWarning Of(string code, string text, LoadMeasurement measurement, FailedCall call, long count) => new(
        code,
        text,
        [
            ("reason", call.What),
            ("since", call.Since),
            ("step_name", call.Step),
            ("value", count.ToString(CultureInfo.InvariantCulture)),
            ("host", measurement.Host),
            ("phase", LoadPhase.PhaseName),
            ("retry_after", RetryAfterText.Of(call.RetryAfter)),
        ]);

    private static IEnumerable<LoadWarning> Generator(LoadMeasurement measurement)
    {
        if (measurement.Generator is { IsTrustworthy: false } generator)
        {
            var reason = string.Join("; ", generator.Reasons);
            yield return new LoadWarning(IncidentCodes.LoadGeneratorSaturated, $"{reason}: the latencies are not the engine's alone", ("reason", reason));
        }
    }
}
