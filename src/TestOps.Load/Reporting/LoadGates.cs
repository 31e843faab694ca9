using System.Globalization;
using TestOps.Core.Journaling;
using TestOps.Load.BuiltIn;
using TestOps.Load.Metrics;
using TestOps.Load.Thresholds;

namespace TestOps.Load.Reporting;

/// <summary>
/// The gates of a load: one for each threshold, and two that every load has, so that a load which measured nothing is never green: a complete iteration, and an
/// answer from the engine.
/// </summary>
internal static class LoadGates
{
    /// <summary>The gate that asks for answers.</summary>
    public const string AnswersGate = "load/answers";

    public static IReadOnlyList<GateMeasured> Of(LoadMeasurement measurement, IReadOnlyList<ThresholdOutcome> outcomes) =>
    [
        new(
            LoadPhase.PhaseName,
            "load/iterations",
            measurement.Complete > 0 ? true : null,
            Count(measurement.Complete, "iteration"),
            "at least 1",
            null,
            measurement.Complete > 0 ? null : $"{Count(measurement.Interrupted, "iteration")} interrupted, {Count(measurement.Executors.Sum(executor => executor.Dropped), "start")} dropped"),
        Answers(measurement, outcomes),
        .. outcomes.Select(Of),
    ];

    // A refused connection is quick: without a limit on failures a dead engine would keep every latency threshold.
    private static GateMeasured Answers(LoadMeasurement measurement, IReadOnlyList<ThresholdOutcome> outcomes)
    {
        var answered = measurement.Requests - measurement.Unanswered;
        var isJudged = outcomes.Any(outcome => outcome.Threshold.Metric.Split('{', 2)[0] is MetricNames.HttpReqFailed or MetricNames.Checks);
        var holds = answered > 0 && (isJudged || measurement.Unanswered == 0);
        return new GateMeasured(
            LoadPhase.PhaseName,
            AnswersGate,
            holds ? true : null,
            string.Create(CultureInfo.InvariantCulture, $"{answered} of {measurement.Requests}"),
            isJudged ? "at least 1" : "all",
            null,
            holds ? null : answered == 0 ? "without an answer nothing was measured of the engine" : "no threshold on http_req_failed or checks says how many requests may fail");
    }

    private static GateMeasured Of(ThresholdOutcome outcome)
    {
        var expression = outcome.Expression;
        return new GateMeasured(
            LoadPhase.PhaseName,
            $"load/{outcome.Threshold.Metric} {expression.Source}",
            outcome.Holds,
            outcome.Value is { } value ? Figures.Of(value, UnitOf(outcome)) : "no samples",
            $"{expression.OperatorText} {Figures.Of(expression.Limit, UnitOf(outcome))}",
            outcome.Value is { } seen ? Margin(outcome, seen) : null,
            outcome.Holds is null ? $"{outcome.Threshold.Metric} has no samples: see that the load reaches what the threshold names" : null);
    }

    private static string UnitOf(ThresholdOutcome outcome) => outcome.Expression.Aggregation == Aggregation.Rate ? "default" : outcome.Contains;

    private static string? Margin(ThresholdOutcome outcome, double value) => outcome.Expression.Operator switch
    {
        ThresholdOperator.Less or ThresholdOperator.LessOrEqual => Figures.Of(outcome.Expression.Limit - value, UnitOf(outcome)),
        ThresholdOperator.Greater or ThresholdOperator.GreaterOrEqual => Figures.Of(value - outcome.Expression.Limit, UnitOf(outcome)),
        _ => null,
    };

    private static string Count(long count, string noun) => string.Create(CultureInfo.InvariantCulture, $"{count} {noun}{(count == 1 ? "" : "s")}");
}
