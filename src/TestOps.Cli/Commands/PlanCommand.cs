using System.CommandLine;
using TestOps.Cli.Composition;
using TestOps.Cli.Rendering;
using TestOps.Core.Planning;
using TestOps.Core.Safety;

namespace TestOps.Cli.Commands;

/// <summary><c>testops plan</c>: what a run would do and cost; starts nothing.</summary>
internal static class PlanCommand
{
    public static Command Create(CliHost host)
    {
        var suite = SuiteArgument.Create();
        var json = new Option<bool>("--json") { Description = "Print the plan as JSON" };
        var options = new PlanOptions();
        var command = new Command("plan", "Prints what a run would do and cost; starts nothing") { suite, json };
        options.AddTo(command);
        command.SetAction(async (parsed, cancellationToken) =>
        {
            var planned = options.Plan(host, parsed, SuiteFile.Read(host, parsed.GetValue(suite)), TargetPolicy.LoopbackOnly);
            var plan = planned.Plan;
            var tools = await PlannedTools.FindAsync(host, planned, cancellationToken);
            if (parsed.GetValue(json))
            {
                await JsonOutput.WriteAsync(host, tools.AddTo(PlanJson.Write(plan)));
                return 0;
            }

            var screen = Screen.Of(host);
            foreach (var line in PlanText.Render(plan).TrimEnd('\n').Split('\n'))
            {
                screen.Line(line);
            }

            foreach (var line in tools.Lines)
            {
                screen.Line(line);
            }

            return 0;
        });
        return Examples.Add(command, "testops plan suite.yaml", "testops plan suite.yaml --env staging --users 5000 --json");
    }
}
