using System.Text.Json.Nodes;
using TestOps.Load.BuiltIn;
using TestOps.Load.Metrics;
using TestOps.Load.Reporting;

namespace TestOps.Load;

/// <summary>What a load came to, whoever generated it.</summary>
internal sealed record LoadMeasurement
{
    /// <summary>The driver, as suites write it: <c>builtin</c> or <c>k6</c>.</summary>
    public required string Driver { get; init; }

    /// <summary>Version of the tool that generated the load; null where that is TestOps itself.</summary>
    public string? DriverVersion { get; init; }

    /// <summary>The script that was run, as the suite names it; null for scenarios.</summary>
    public string? Script { get; init; }

    /// <summary>Whether a script of the user's ran: it need not check its answers, and k6 then ends well whatever they are.</summary>
    public bool IsScript => Script is not null;

    /// <summary>What rates are divided by: how long the test ran, graceful stop included (and with k6 setup and teardown).</summary>
    public required TimeSpan Duration { get; init; }

    /// <summary>Metrics by key (<c>http_reqs</c>, <c>http_req_duration{name:ask}</c>) in ordinal order; those without samples are absent.</summary>
    public required IReadOnlyDictionary<string, LoadMetric> Summary { get; init; }

    /// <summary>The scenarios in the order of the suite or the script.</summary>
    public required IReadOnlyList<ScenarioTally> Scenarios { get; init; }

    /// <summary>Requests that ended.</summary>
    public required long Requests { get; init; }

    /// <summary>Those of them that failed.</summary>
    public required long Failed { get; init; }

    /// <summary>Those of them that got no answer at all.</summary>
    public required long Unanswered { get; init; }

    /// <summary>What came of the thresholds, in the order of the suite or the script.</summary>
    public required IReadOnlyList<ThresholdVerdict> Thresholds { get; init; }

    /// <summary>Evidence of the requests that failed.</summary>
    public FailureEvidence Failures { get; init; } = new();

    /// <summary>How the generator itself did; null where nobody watched it.</summary>
    public GeneratorReport? Generator { get; init; }

    /// <summary>The threshold that ended the load early (<c>http_req_failed rate&lt;0.01</c>); null where none did.</summary>
    public string? AbortedBy { get; init; }

    /// <summary>When it ended the load, since its start; null where none did, or where the driver does not tell.</summary>
    public TimeSpan? AbortedAfter { get; init; }

    /// <summary>The requests by the name of their step, in ordinal order; empty where the driver does not tell.</summary>
    public IReadOnlyList<EndpointSummary> Endpoints { get; init; } = [];

    /// <summary>Host and port of the engine.</summary>
    public string Host { get; init; } = "";

    /// <summary>Gates of the driver's own, beside those that every load has.</summary>
    public IReadOnlyList<LoadGate> DriverGates { get; init; } = [];

    /// <summary>What the driver has to say against itself or its script.</summary>
    public IReadOnlyList<LoadWarning> DriverWarnings { get; init; } = [];

    /// <summary>What the snapshot keeps of the driver beside the measurement; empty for none.</summary>
    public IReadOnlyDictionary<string, JsonNode?> DriverEvidence { get; init; } = new Dictionary<string, JsonNode?>();

    /// <summary>Complete iterations of all scenarios.</summary>
    public long Complete => Scenarios.Sum(static scenario => scenario.Complete);

    /// <summary>Iterations that were cut short, of all scenarios; null where the driver does not tell.</summary>
    public long? Interrupted => Scenarios.Any(static scenario => scenario.Interrupted is null) ? null : Scenarios.Sum(static scenario => scenario.Interrupted);

    /// <summary>Planned starts that found no free user, of all scenarios.</summary>
    public long Dropped => Scenarios.Sum(static scenario => scenario.Dropped);
}
