using System.ComponentModel;

namespace TestOps.Server.Runs;

/// <summary>Body of <c>/tests/run</c> and <c>/tests/run_all</c>, as the OpenAPI document describes it; <see cref="RunOrder"/> reads it.</summary>
internal sealed record RunBody
{
    [Description("Name of a registered suite; the default suite without one")]
    public string? Suite { get; init; }

    [Description("What starts the run, for its log and the history: 1 to 40 letters, digits, '-', '_' and '.'; api by default")]
    public string? Trigger { get; init; }

    [Description("Seed in place of the suite's, 0 to 2^64-1; also as a text")]
    public ulong? Seed { get; init; }

    [Description("Number of sessions in place of the suite's, 1 to 10000000")]
    public int? Users { get; init; }

    [Description("Environment of the suite")]
    public string? Environment { get; init; }

    [Description("Faults planted into the toron engine, 10 at most")]
    public IReadOnlyList<string>? Faults { get; init; }

    [Description("Whether divergent sessions above the floor fail the exit code")]
    public bool? Strict { get; init; }

    [Description("What load.against compares with: the id of a run of the same load, or none where there is nothing to compare with yet; the last run of it that passed by default")]
    public string? Baseline { get; init; }

    [Description("Time limit of the run, such as 10m; at most the server's")]
    public string? Timeout { get; init; }
}
