using System.Globalization;
using TestOps.Core.Journaling;
using TestOps.Core.WarRoom;
using TestOps.Load.BuiltIn;
using TestOps.Load.Metrics;

namespace TestOps.Load.Reporting;

/// <summary>What a load says against itself and its engine, whether or not a threshold asks.</summary>
internal static class LoadWarnings
{
    public static IReadOnlyList<LoadWarning> Of(LoadMeasurement measurement, IReadOnlyList<GateMeasured> gates) =>
        [.. Gates(gates), .. Dropped(measurement), .. Failed(measurement), .. Generator(measurement)];

    private static IEnumerable<LoadWarning> Gates(IReadOnlyList<GateMeasured> gates) =>
        from gate in gates
        where gate.Holds != true
        let isCrossed = gate.Holds is false
        select new LoadWarning(
            isCrossed ? IncidentCodes.LoadThresholdCrossed : IncidentCodes.LoadNoData,
            isCrossed ? $"{gate.Gate}: {gate.Value}, limit {gate.Limit}" : $"{gate.Gate}: {gate.Value}, asked {gate.Limit}",
            ("gate", gate.Gate),
            ("value", gate.Value),
            ("limit", gate.Limit));

    private static IEnumerable<LoadWarning> Dropped(LoadMeasurement measurement) =>
        from executor in measurement.Executors
        where executor.Dropped > 0
        let count = executor.Dropped.ToString(CultureInfo.InvariantCulture)
        select new LoadWarning(
            IncidentCodes.LoadDroppedIterations,
            $"scenario {executor.Scenario.Name} dropped {count} of its planned iterations: no virtual user was free in time (at most {executor.Scenario.VusMax})",
            ("scenario", executor.Scenario.Name),
            ("value", count));

    private static IEnumerable<LoadWarning> Failed(LoadMeasurement measurement)
    {
        if (measurement.Requests > 0 && measurement.Failed == measurement.Requests)
        {
            var what = measurement.Unanswered == measurement.Requests ? "got no answer" : "failed";
            yield return new LoadWarning(
                IncidentCodes.EngineFailedCalls,
                string.Create(CultureInfo.InvariantCulture, $"all {measurement.Requests} requests of the load {what}, the first: {measurement.FirstFailure}"),
                ("reason", measurement.FirstFailure ?? what),
                ("value", measurement.Failed.ToString(CultureInfo.InvariantCulture)));
        }
    }

    private static IEnumerable<LoadWarning> Generator(LoadMeasurement measurement)
    {
        var generator = measurement.Generator;
        var lag = measurement.Result.Find<TrendSink>(MetricNames.IterationStartLag)?.PercentileMs(99) ?? 0;
        if (generator.CpuShare > LoadPhaseDefaults.CpuShareMax)
        {
            yield return Saturated(FormattableString.Invariant(
                $"the generator used {generator.CpuShare * 100:0} % of {generator.Cores} cores (limit {LoadPhaseDefaults.CpuShareMax * 100:0} %)"));
        }

        if (lag > LoadPhaseDefaults.StartLagP99MaxMs)
        {
            yield return Saturated(FormattableString.Invariant(
                $"1 % of the iterations started {lag:0.#} ms late or more (limit {LoadPhaseDefaults.StartLagP99MaxMs:0} ms)"));
        }

        if (generator.TickLagMaxMs > LoadPhaseDefaults.TickLagMaxMs)
        {
            yield return Saturated(FormattableString.Invariant(
                $"the generator's own timer was {generator.TickLagMaxMs:0} ms late (limit {LoadPhaseDefaults.TickLagMaxMs:0} ms)"));
        }
    }

    private static LoadWarning Saturated(string reason) =>
        new(IncidentCodes.LoadGeneratorSaturated, $"{reason}: the latencies are not the engine's alone", ("reason", reason));
}
