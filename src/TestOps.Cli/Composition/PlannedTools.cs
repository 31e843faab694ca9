using System.Text.Json.Nodes;
using TestOps.Core.Safety;
using TestOps.Load.K6;

namespace TestOps.Cli.Composition;

/// <summary>The tools that a planned run needs, as they are found on this machine. A plan says what it found, also that nothing was: only a run demands them.</summary>
/// <param name="Tool">The k6; null where none is needed, or none was found.</param>
/// <param name="Missing">Why none was found; null otherwise.</param>
internal sealed record PlannedTools(K6Tool? Tool, ToolUnavailableException? Missing)
{
    /// <summary>Lines for people; none where no tool is needed.</summary>
    public IEnumerable<string> Lines => Tool is { } tool ? ["", $"tools: k6 {tool.Version}, {tool.Path} (by {tool.FoundBy})"]
        : Missing is { } missing ? ["", $"tools: {missing.Message}: {missing.Hint}"]
        : [];

    /// <summary>Looks for what the plan needs.</summary>
    public static async Task<PlannedTools> FindAsync(CliHost host, PlannedRun planned, CancellationToken cancellationToken)
    {
        if (planned.Plan.Suite.Load is not { Driver: "k6" } load || !planned.Plan.Phases.Contains("load"))
        {
            return new(null, null);
        }

        try
        {
            return new(await K6Discovery.FindAsync(load, planned.File.Folder, PhaseSet.K6(host), host.Time, cancellationToken), null);
        }
        catch (ToolUnavailableException missing)
        {
            return new(null, missing);
        }
    }

    /// <summary>The plan's JSON with <c>tools</c>, where a tool is needed.</summary>
    public JsonNode AddTo(JsonNode plan)
    {
        if (Tool is not null || Missing is not null)
        {
            plan["tools"] = new JsonObject
            {
                ["k6"] = Tool is { } tool
                    ? new JsonObject { ["version"] = tool.Version, ["path"] = tool.Path, ["found_by"] = tool.FoundBy }
                    : new JsonObject { ["missing"] = Missing!.Message },
            };
        }

        return plan;
    }
}
