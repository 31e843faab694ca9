using System.CommandLine;
using TestOps.Cli.Composition;
using TestOps.Engines.Toron;

namespace TestOps.Cli.Commands;

/// <summary><c>testops engine toron</c>: the built-in reference model as a real HTTP server on loopback; and <c>testops engine check</c>.</summary>
internal static class EngineCommand
{
    public static Command Create(CliHost host)
    {
        var port = new Option<int>("--port") { Description = "Port on 127.0.0.1; 0 takes a free one", DefaultValueFactory = _ => 0, HelpName = "N" };
        port.Validators.Add(Ranges.Whole(0, 65_535));
        var latency = new Option<string>("--latency") { Description = "none answers at once, real takes the modelled time", DefaultValueFactory = _ => "none", HelpName = "KIND" };
        latency.AcceptOnlyFromAmong("none", "real");
        var fault = FaultOption.Create();
        var parentPipe = new Option<bool>("--parent-pipe") { Description = "Ends when standard input closes", Hidden = true };
        var toron = new Command("toron", "Serves the built-in reference model of Toron v2.5H+ (not Ryuzen Toron) until it is stopped") { port, latency, fault, parentPipe };
        toron.SetAction(async (parsed, cancellationToken) =>
        {
            var options = new ToronServerOptions
            {
                Port = parsed.GetValue(port),
                RealLatency = parsed.GetValue(latency) == "real",
                Faults = [.. (parsed.GetValue(fault) ?? []).Select(ToronFault.Parse)],
            };
            await ToronServer.RunAsync(options, host.Out, parsed.GetValue(parentPipe) ? host.In : null, cancellationToken);
            return 0;
        });
        return new Command("engine", "Engines that come with TestOps, and the check of one of your own")
        {
            EngineCheckCommand.Create(host),
            Examples.Add(toron, "testops engine toron --port 8080", "testops engine toron --latency real --fault rate-limit:100"),
        };
    }
}
