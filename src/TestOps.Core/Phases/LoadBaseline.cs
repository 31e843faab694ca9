using System.Text.Json.Nodes;

namespace TestOps.Core.Phases;

/// <summary>What a load is compared with.</summary>
public abstract record LoadBaseline
{
    private protected LoadBaseline()
    {
    }
}

/// <summary>The measurement of an earlier run.</summary>
/// <param name="RunId">The run.</param>
/// <param name="StartedAt">When it began.</param>
/// <param name="Seal">The seal of its head, which the values were read from.</param>
/// <param name="EngineVersion">What its engine said that its version was; null where it said none.</param>
/// <param name="Metrics">The metrics of its load, in the shape of k6's summary.</param>
public sealed record MeasuredBaseline(RunId RunId, DateTimeOffset StartedAt, string Seal, string? EngineVersion, JsonObject Metrics) : LoadBaseline;

/// <summary>There is none.</summary>
/// <param name="Reason">Why, in words.</param>
public sealed record MissingBaseline(string Reason) : LoadBaseline;

/// <summary>Whoever started the run wants none: <c>--baseline none</c>.</summary>
public sealed record DeclinedBaseline : LoadBaseline;
