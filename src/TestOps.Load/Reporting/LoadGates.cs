using System.Globalization;
using TestOps.Core.Journaling;
using TestOps.Core.Verdicts;
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

    /// <summary>Why times of a load without any answer prove nothing.</summary>
    internal const string OfRefusals = "no request was answered, so that these are times of refusals";

    public static IReadOnlyList<GateMeasured> Of(LoadMeasurement measurement) =>
    [
        new(
            LoadPhase.PhaseName,
            "load/iterations",
            measurement.Complete > 0 ? true : null,
            Count(measurement.Complete, "iteration"),
            "at least 1",
            null,
            measurement.Complete > 0 ? null : string.Join(", ", Unfinished(measurement))),
        Answers(measurement),
        .. measurement.DriverGates.Select(static gate => new GateMeasured(LoadPhase.PhaseName, $"load/{gate.Name}", gate.Holds, gate.Value, gate.Limit, null, gate.Detail)),
        .. Targets(measurement.Failures),
        .. measurement.Thresholds.Select(threshold => Of(threshold.Holds == true && IsOfRefusalsAlone(threshold.Metric, threshold.Contains, measurement) ? Unproven(threshold) : threshold)),
    ];

    private static IEnumerable<GateMeasured> Targets(FailureEvidence failures)
    {
        if (failures.FirstRefused is { } first)
        {
            var refused = failures.Refused.ToString(CultureInfo.InvariantCulture);
            yield return new GateMeasured(LoadPhase.PhaseName, GateIds.Targets, null, refused, "0", null, $"requests that the target policy refused; the first: {first.What}");
        }
    }

    private static IEnumerable<string> Unfinished(LoadMeasurement measurement)
    {
        if (measurement.Interrupted is { } interrupted)
        {
            yield return $"{Count(interrupted, "iteration")} interrupted";
        }

        yield return $"{Count(measurement.Dropped, "start")} dropped";
    }

    // A refused connection is quick: without a limit on failures a dead engine would keep every latency threshold.
    private static GateMeasured Answers(LoadMeasurement measurement)
    {
        var answered = measurement.Requests - measurement.Unanswered;
        var isJudged = measurement.Thresholds.Any(static threshold => threshold.Metric.Split('{', 2)[0] is MetricNames.HttpReqFailed or MetricNames.Checks);
        var reason = answered == 0 ? "without an answer nothing was measured of the engine"
            : isJudged ? null
            : measurement.Unanswered > 0 ? "no threshold on http_req_failed or checks says how many requests may fail"
            : measurement.IsScript && measurement.Failed == measurement.Requests ? "every request failed, and no threshold on http_req_failed or checks says that it may"
            : null;
        return new GateMeasured(
            LoadPhase.PhaseName,
            AnswersGate,
            reason is null ? true : null,
            string.Create(CultureInfo.InvariantCulture, $"{answered} of {measurement.Requests}"),
            isJudged ? "at least 1" : "all",
            null,
            reason);
    }

    /// <summary>What was never answered has times of 0 ms, or those of a refusal: a limit that they keep says nothing of the engine. One that they cross is crossed.</summary>
    internal static bool IsOfRefusalsAlone(string metric, string contains, LoadMeasurement measurement) =>
        contains == "time" && metric.StartsWith("http_req_", StringComparison.Ordinal) && measurement.Requests == measurement.Unanswered;

    private static ThresholdVerdict Unproven(ThresholdVerdict threshold) => threshold with { Holds = null, Reason = OfRefusals };

    private static GateMeasured Of(ThresholdVerdict threshold)
    {
        var expression = threshold.Expression;
        return new GateMeasured(
            LoadPhase.PhaseName,
            $"load/{threshold.Text}",
            threshold.Holds,
            threshold.Value is { } value ? Figures.Of(value, UnitOf(threshold, expression)) : threshold.Holds is null ? threshold.Reason is null ? "no samples" : "no verdict" : "judged by k6",
            expression is null ? threshold.Source : $"{expression.OperatorText} {Figures.Of(expression.Limit, UnitOf(threshold, expression))}",
            expression is not null && threshold.Value is { } seen ? Margin(threshold, expression, seen) : null,
            threshold.Holds is null ? threshold.Reason ?? $"{threshold.Metric} has no samples: see that the load reaches what the threshold names" : null);
    }

    private static string UnitOf(ThresholdVerdict threshold, ThresholdExpression? expression) => expression?.Aggregation == Aggregation.Rate ? "default" : threshold.Contains;

    private static string? Margin(ThresholdVerdict threshold, ThresholdExpression expression, double value) => expression.Operator switch
    {
        ThresholdOperator.Less or ThresholdOperator.LessOrEqual => Figures.Of(expression.Limit - value, UnitOf(threshold, expression)),
        ThresholdOperator.Greater or ThresholdOperator.GreaterOrEqual => Figures.Of(value - expression.Limit, UnitOf(threshold, expression)),
        _ => null,
    };

    private static string Count(long count, string noun) => string.Create(CultureInfo.InvariantCulture, $"{count} {noun}{(count == 1 ? "" : "s")}");
}
