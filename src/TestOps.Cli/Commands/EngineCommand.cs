using System.CommandLine;
using TestOps.Cli.Composition;
using TestOps.Engines.Toron;

namespace TestOps.Cli.Commands;

/// <summary><c>testops engine toron</c>: the built-in reference model as a real HTTP server on loopback.</summary>
internal static class EngineCommand
{
    public static Command Create(CliHost host)
    {
        var port = new Option<int>("--port") { Description = "Port on 127.0.0.1; 0 takes a free one", DefaultValueFactory = _ => 0 };
        var latency = new Option<string>("--latency") { Description = "none answers at once, real takes the modelled time", DefaultValueFactory = _ => "none" };
        latency.AcceptOnlyFromAmong("none", "real");
        var fault = new Option<string[]>("--fault") { Description = $"Plants a fault: {string.Join(" | ", ToronFault.Usages)}", HelpName = "FAULT" };
        var parentPipe = new Option<bool>("--parent-pipe") { Description = "Ends when standard input closes", Hidden = true };
        var toron = new Command("toron", "Serves the built-in reference model of Toron v2.5H+ (not Ryuzen Toron)") { port, latency, fault, parentPipe };
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
        return new Command("engine", "Engines that come with TestOps") { toron };
    }
}
