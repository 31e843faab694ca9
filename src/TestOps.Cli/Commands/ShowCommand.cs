using System.CommandLine;
using TestOps.Cli.Composition;
using TestOps.Cli.Rendering;
using TestOps.Cli.Reports;
using TestOps.Core;

namespace TestOps.Cli.Commands;

/// <summary><c>testops show</c>: the report of a run, from its journal.</summary>
internal static class ShowCommand
{
    public static Command Create(CliHost host)
    {
        var run = RunArgument.Create();
        var json = new Option<bool>("--json") { Description = "Print the report as JSON" };
        var command = new Command("show", "Shows a run: verdict, gates, measurements, divergences, incidents") { run, json };
        command.SetAction(async (parsed, cancellationToken) =>
        {
            var data = parsed.GetValue(GlobalOptions.Data);
            await using var workspace = await Workspace.OpenExistingAsync(host, data, cancellationToken);
            var record = await RunReference.FindAsync(workspace, parsed.GetValue(run)!, cancellationToken);
            var report = await RunReportReader.ReadAsync(workspace, record.RunId, cancellationToken);
            if (parsed.GetValue(json))
            {
                await JsonOutput.WriteAsync(host, RunReportJson.Write(report));
            }
            else
            {
                new ReportText(Screen.Of(host), new FollowUp(data), path => workspace.Display(host, path)).Write(report, isFull: true);
            }

            return 0;
        });
        return Examples.Add(command, "testops show last", "testops show 01a20689 --json");
    }
}
