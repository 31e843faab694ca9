namespace TestOps.Core.Suites;

/// <summary>A k6 script that a suite brings along, run as it is by the k6 binary.</summary>
public sealed record K6ScriptSpec
{
    /// <summary>The script, a path beside the suite.</summary>
    public required string File { get; init; }

    /// <summary>Variables of k6's process, which scripts read as <c>__ENV.NAME</c>; values are templates.</summary>
    public IReadOnlyDictionary<string, string> Environment { get; init; } = new Dictionary<string, string>();

    /// <summary>Further arguments of <c>k6 run</c>; templates.</summary>
    public IReadOnlyList<string> Arguments { get; init; } = [];
}
