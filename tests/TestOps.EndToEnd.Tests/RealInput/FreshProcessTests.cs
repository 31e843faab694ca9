using TestOps.EndToEnd.Tests.Binary;

namespace TestOps.EndToEnd.Tests.RealInput;

/// <summary>The simulation, the load and every replay meet a process of their own: the engine itself writes down who it is.</summary>
public sealed class FreshProcessTests
{
    private const string Engine = """
        import http.server, os, sys
        class Handler(http.server.BaseHTTPRequestHandler):
            def do_GET(self):
                with open("pids.txt", "a") as pids:
                    pids.write("%d\n" % os.getpid())
                self.send_response(200)
                self.send_header("Content-Length", "0")
                self.end_headers()
            def log_message(self, *args):
                pass
        http.server.ThreadingHTTPServer(("127.0.0.1", int(sys.argv[1])), Handler).serve_forever()
        """;

    private const string Suite = """
        version: 1
        name: fresh
        engine: { kind: http, start: { command: [python3, engine.py, "${engine.port}"] } }
        sim: { users: 2, scenarios: { ask: { steps: [ { name: ask, call: GET /ask, expect: [ { status: 200 } ] } ] } } }
        load: { scenarios: { few: { executor: constant-vus, vus: 1, duration: 1s, exec: ask } } }
        replay: { times: 2 }
        """;

    [Fact]
    public async Task Run_OfAllPhases_GivesEachOfThemAProcessOfItsOwn()
    {
        using var sandbox = new Sandbox();
        sandbox.Write("engine.py", Engine);
        sandbox.Write("suite.yaml", Suite);

        var run = await OwnedRun.OfAsync(sandbox, null, "suite.yaml");

        run.Result.Out.Should().Contain("Run completed with status", "{0}", run.Result);
        var pids = (await File.ReadAllLinesAsync(Path.Combine(sandbox.Folder, "pids.txt"))).Select(int.Parse).ToList();
        var processes = pids.Distinct().ToList();
        processes.Should().HaveCount(4, "the simulation, the load and two replays: {0}", run.Result);
        processes.Select(process => pids.LastIndexOf(process) - pids.IndexOf(process) + 1).Should().Equal(processes.Select(process => pids.Count(pid => pid == process)), "none of them is met again later");
        run.Met.Select((met, replay) => met.Contains($"(pid {processes[replay + 2]})", StringComparison.Ordinal)).Should().Equal([true, true], "{0}", string.Join("; ", run.Met));
    }
}
