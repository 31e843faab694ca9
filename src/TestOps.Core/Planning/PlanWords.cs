using System.Globalization;
using TestOps.Core.Suites;

namespace TestOps.Core.Planning;

/// <summary>Suite values in the words of the suite file.</summary>
internal static class PlanWords
{
    /// <summary>A command as people would type it; parts with blanks are quoted.</summary>
    public static string Of(IReadOnlyList<string> command) => string.Join(' ', command.Select(static part => part.Length > 0 && !part.Any(char.IsWhiteSpace) ? part : $"'{part}'"));

    public static string Of(ResetSpec reset) => reset switch
    {
        CallReset call => $"{call.Method} {call.Path}",
        CommandReset command => Of(command.Command),
        _ => throw new InvalidOperationException($"There is no reset {reset.GetType().Name}."),
    };

    public static string Of(DataPick pick) => pick switch
    {
        DataPick.Sequential => "sequential",
        DataPick.Random => "random",
        _ => "unique",
    };

    public static string Of(MaskKind kind) => kind switch
    {
        MaskKind.Type => "type",
        MaskKind.Token => "token",
        MaskKind.Tolerance => "tolerance",
        MaskKind.Time => "time",
        MaskKind.Set => "set",
        _ => "opaque",
    };

    public static string Of(MaskSpec mask) => mask.Kind switch
    {
        MaskKind.Tolerance => string.Create(CultureInfo.InvariantCulture, $"tolerance abs {mask.Abs} rel {mask.Rel}"),
        MaskKind.Time => $"time within {DurationText.Format(mask.Within)}",
        MaskKind.Set when mask.Key is { } key => $"set by {key}",
        _ => Of(mask.Kind),
    };

    public static string Of(MetricKind kind) => kind switch
    {
        MetricKind.Share => "share",
        MetricKind.Sum => "sum",
        MetricKind.Mean => "mean",
        MetricKind.Count => "count",
        MetricKind.Latency => "latency",
        _ => "first_ms",
    };

    public static string Of(MetricSpec metric)
    {
        var what = metric.Script ?? (metric.Percentile == 100 ? "max" : string.Create(CultureInfo.InvariantCulture, $"p{metric.Percentile}"));
        return $"{Of(metric.Kind)} {what}";
    }

    public static string BudgetOf(MetricSpec metric)
    {
        var unit = metric.IsTime ? " ms" : "";
        return (metric.Min, metric.Max) switch
        {
            ({ } min, { } max) => string.Create(CultureInfo.InvariantCulture, $"{min} to {max}{unit}"),
            ({ } min, null) => string.Create(CultureInfo.InvariantCulture, $"at least {min}{unit}"),
            (null, { } max) => string.Create(CultureInfo.InvariantCulture, $"at most {max}{unit}"),
            _ => "none",
        };
    }

    /// <summary>A number of calls, and what a condition or a poll may change of it.</summary>
    public static string CallsOf(Plan plan, long calls)
    {
        var scenarios = plan.Suite.Sim!.Scenarios;
        var most = scenarios.Any(static scenario => scenario.Conditions.Any()) ? "at most " : "";
        var polls = scenarios.SelectMany(static scenario => scenario.Calls).Any(static call => call.Until is not null) ? ", and further attempts of polls" : "";
        return string.Create(CultureInfo.InvariantCulture, $"{most}{calls:#,0} calls{polls}");
    }

    public static IEnumerable<string> Of(BudgetSpec budget, PlanCost cost)
    {
        if (budget.Calls is { } calls)
        {
            yield return string.Create(CultureInfo.InvariantCulture, $"{calls:#,0} calls of sim and replay, {cost.CallsMax:#,0} at most are planned");
        }

        if (budget.Duration is { } duration)
        {
            yield return $"{DurationText.Format(duration)}, then the run is stopped";
        }
    }

    public static string Of(LoadScenarioSpec scenario) => scenario switch
    {
        ConstantVusSpec constant => string.Create(CultureInfo.InvariantCulture, $"{constant.Vus} users"),
        RampingVusSpec ramp => string.Create(CultureInfo.InvariantCulture, $"{ramp.StartVus} users{Of(ramp.Stages)}"),
        SharedIterationsSpec shared => string.Create(CultureInfo.InvariantCulture, $"{shared.Iterations} iterations, shared by {shared.Vus} users"),
        PerVuIterationsSpec each => string.Create(CultureInfo.InvariantCulture, $"{each.Iterations} iterations for each of {each.Vus} users"),
        RampingArrivalRateSpec ramp => string.Create(
            CultureInfo.InvariantCulture, $"{ramp.StartRate}{Of(ramp.Stages)} every {DurationText.Format(ramp.TimeUnit)}, {ramp.PreAllocatedVus} to {ramp.MaxVus} users"),
        ConstantArrivalRateSpec rate => string.Create(CultureInfo.InvariantCulture, $"{rate.Rate} every {DurationText.Format(rate.TimeUnit)}, {rate.PreAllocatedVus} to {rate.MaxVus} users"),
        _ => scenario.Executor,
    };

    private static string Of(IReadOnlyList<LoadStageSpec> stages) =>
        string.Concat(stages.Select(static stage => string.Create(CultureInfo.InvariantCulture, $", to {stage.Target} in {DurationText.Format(stage.Duration)}")));
}
