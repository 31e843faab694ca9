using System.Diagnostics;
using System.Net;
using System.Net.Sockets;
using System.Text.Json.Nodes;
using TestOps.Load.Tests.Export;

namespace TestOps.Cli.Tests.Commands;

/// <summary>The exported sample, run against the reference model as a server.</summary>
public sealed class ExportedSampleTests
{
    private static readonly TimeSpan s_limit = TimeSpan.FromMinutes(1);

    [Fact]
    public async Task Export_Sample_PassesItsChecksAgainstToron()
    {
        using var rig = new CliRig();
        var script = (await rig.RunAsync("load", "export")).Out;
        var port = FreePort();
        using var toron = Process.Start(new ProcessStartInfo("dotnet", [Path.Combine(AppContext.BaseDirectory, "testops.dll"), "engine", "toron", "--port", $"{port}"])
        {
            RedirectStandardInput = true, RedirectStandardOutput = true, RedirectStandardError = true,
        })!;
        try
        {
            using var limit = new CancellationTokenSource(s_limit);
            (await toron.StandardOutput.ReadLineAsync(limit.Token)).Should().Contain($"{port}", "it says where it listens once it does");

            var node = await NodeScript.RunAsync(script, 3, new Dictionary<string, string> { ["TESTOPS_BASE_URL"] = $"http://127.0.0.1:{port}" });

            ((JsonArray)node["requests"]!).Select(static request => $"{request!["scenario"]} {request["iteration"]} {request["name"]} {request["method"]} {request["path"]} {request["status"]}").Should().Equal(
                "users 0 lookup POST /query 200",
                "users 1 lookup POST /query 200",
                "users 2 lookup POST /query 200",
                "arrivals 0 lookup POST /query 200",
                "arrivals 1 lookup POST /query 200",
                "arrivals 2 lookup POST /query 200");
            ((JsonArray)node["checks"]!).Should().HaveCount(12).And.OnlyContain(static check => (bool)check!["passed"]!);
        }
        finally
        {
            toron.Kill(entireProcessTree: true);
        }
    }

    private static int FreePort()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        return ((IPEndPoint)listener.LocalEndpoint).Port;
    }
}
