using TestOps.Cli.Composition;
using TestOps.Core.Planning;
using TestOps.Core.Runs;
using TestOps.Core.Snapshots;

namespace TestOps.Cli.Rendering;

/// <summary>Shows the end of a run.</summary>
internal static class VerdictView
{
    public static async Task WriteAsync(CliHost host, Workspace workspace, Plan plan, RunOutcome outcome, bool isJson, bool isQuiet)
    {
        if (isJson)
        {
            using var result = workspace.Snapshots.OpenRead(SnapshotNames.Result(outcome.RunId));
            using var reader = new StreamReader(result!);
            await host.Out.WriteLineAsync(await reader.ReadToEndAsync());
            return;
        }

        if (!isQuiet)
        {
            foreach (var gate in outcome.Verdict.Gates)
            {
                await host.Out.WriteLineAsync($"{gate.Status,-12} {gate.Id}  {gate.Value}  (limit {gate.Limit}) {gate.Margin} {gate.Detail}");
            }
        }

        await host.Out.WriteLineAsync($"{outcome.Verdict.Status.ToText()} score {outcome.Verdict.DeterminismScore}");
    }
}
