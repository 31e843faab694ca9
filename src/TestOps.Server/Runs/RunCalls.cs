using System.Text.Json;
using System.Text.Json.Nodes;
using TestOps.Core.Runs;

namespace TestOps.Server.Runs;

/// <summary>The calls that start runs, as they are kept with the run.</summary>
internal static class RunCalls
{
    public const string Run = "run";
    public const string RunAll = "run_all";

    /// <summary>Whether <c>/tests/run_all</c> started the run.</summary>
    public static bool IsAll(RunRecord run)
    {
        try
        {
            return run.Request is { } request && (string?)JsonNode.Parse(request)?["call"] == RunAll;
        }
        catch (JsonException)
        {
            // A row that another program wrote: a stream of the usual format is better than none.
            return false;
        }
    }
}
