using System.Net;
using System.Runtime.InteropServices;
using TestOps.EndToEnd.Tests.Binary;
using TestOps.EndToEnd.Tests.Suites;

namespace TestOps.EndToEnd.Tests.Serving;

/// <summary>An application that has the API beside its own calls: the sample <c>embedded-server</c>, run as its readers would.</summary>
public sealed class EmbeddedServerTests
{
    [Fact]
    public async Task Application_WithTheApi_RunsASuiteAndKeepsItsOwnCalls()
    {
        using var sandbox = new Sandbox();
        sandbox.Write("suite.yaml", SuiteText.ToronWithLoad());
        await using var server = await ServerProcess.OfSampleAsync("embedded-server", ["--urls", "http://127.0.0.1:0", "--suite", "suite.yaml"], sandbox);

        (await server.Client.GetStringAsync("/")).Should().StartWith("The application's own page");
        await server.BeginAsync();
        var runId = await server.RunAsync();
        var watcher = new Watcher(runId);
        (await watcher.ReadAsync(server.Client)).Should().BeTrue("the stream comes to its end");

        // A load on a busy machine says that its generator came too late, which is a warning.
        ((string?)(await server.StatusAsync(runId))["status"]).Should().BeOneOf("PASS", "WARN");

        watcher.Seen.Select(static seen => seen.Data).Should().Contain(data => data.Contains("load completed", StringComparison.Ordinal), "its engine runs in a child under guard");
        (await sandbox.RunAsync("verify", "last")).ExitCode.Should().Be(0, "the data folder is that of the command line");
        using var foreign = new HttpRequestMessage(HttpMethod.Get, "/health/live") { Headers = { Host = "elsewhere.example" } };
        (await server.Client.SendAsync(foreign)).StatusCode.Should().Be(HttpStatusCode.BadRequest);

        server.Program.Signal(PosixSignal.SIGTERM);
        (await server.Program.WaitForExitAsync()).ExitCode.Should().Be(0);
        ProcessTable.In(sandbox.Folder).Should().BeEmpty();
    }

    [Fact]
    public async Task Application_WithASuiteThatHasProblems_DoesNotStartAndTellsThem()
    {
        using var sandbox = new Sandbox();
        sandbox.Write("suite.yaml", "version: 1\nname: broken\nengine: { kind: toron }\nsim: { users: none }\n");

        var result = await TestOpsBinary.RunSampleAsync("embedded-server", ["--urls", "http://127.0.0.1:0", "--suite", "suite.yaml"], sandbox.Folder);

        result.ExitCode.Should().Be(2, "{0}", result);
        result.Error.Should().Contain("sim.users (line 4)").And.Contain("'scenarios' is missing").And.Contain("what to do: ").And.NotContain("   at ");
    }
}
