using System.Diagnostics;
using TestOps.Core.Determinism;
using TestOps.EndToEnd.Tests.Binary;

namespace TestOps.EndToEnd.Tests.Crashes;

/// <summary>Nothing that a run started outlives it, whoever is killed with <c>kill -9</c>: testops, its guard, or the shell that it was started from.</summary>
public sealed class KilledTreeTests
{
    private const int Kills = 20;
    private const int Lanes = 2;

    // A child, one in a session of its own, daemons in the group and out of it, and one that ignores SIGTERM.
    private const string Suite = """
        version: 1
        name: tree
        engine: { kind: toron }
        sim: { users: 5, scenarios: { ask: { steps: [ { name: ask, call: POST /query, body: { prompt: p, user_id: u } } ] } } }
        phases:
          tree:
            run:
              - sh
              - -c
              - |
                sleep 1000 &
                setsid sleep 1000 &
                (sleep 1000 &)
                (setsid sleep 1000 &)
                (setsid sh -c 'trap "" TERM; sleep 1000; :' &)
                touch grown
                sleep 1000; :
        """;

    private const string Leased = """
        version: 1
        name: leased
        engine: ENGINE
        sim: { users: 1, scenarios: { ask: { steps: [ { name: ask, call: GET /ask } ] } } }
        """;

    // Ready at once, with children of its own; the first call is never answered, so that the engine is leased when the kill comes.
    private const string Engine = """
        import http.server, json, subprocess, sys, time
        subprocess.Popen(["sleep", "1000"])
        subprocess.Popen(["sleep", "1000"], start_new_session=True)
        subprocess.Popen(["sh", "-c", "trap '' TERM; sleep 1000; :"], start_new_session=True)
        def hang():
            open("grown", "w").close()
            time.sleep(1000)
        class Handler(http.server.BaseHTTPRequestHandler):
            def do_GET(self):
                hang()
        if len(sys.argv) > 1:
            http.server.ThreadingHTTPServer(("127.0.0.1", int(sys.argv[1])), Handler).serve_forever()
        sys.stdin.readline()
        print(json.dumps({"type": "hello", "protocol": "testops-engine-1", "name": "hanging"}), flush=True)
        sys.stdin.readline()
        hang()
        """;

    private static readonly TimeSpan Deadline = TimeSpan.FromSeconds(60);

    [Fact]
    public async Task Run_KilledAtTwentyInstants_LeavesNoProcess()
    {
        var random = SeededRandom.ForSession(seed: 3, session: 0).Fork("kills");
        var instants = Enumerable.Range(0, Kills).Select(_ => TimeSpan.FromMilliseconds(random.NextInt64(4000))).ToList();

        var grown = await Task.WhenAll(Enumerable.Range(0, Lanes).Select(lane => KillAllAsync(instants.Where((_, index) => index % Lanes == lane))));

        grown.Sum().Should().BePositive("some kills come when the tree stands");
    }

    [Theory]
    [InlineData("http")]
    [InlineData("process")]
    public async Task Run_KilledWhileItLeasesAnEngine_LeavesNoProcess(string kind)
    {
        using var sandbox = new Sandbox();
        sandbox.Write("engine.py", Engine);
        sandbox.Write("leased.yaml", kind == "http"
            ? Leased.Replace("ENGINE", "{ kind: http, start: { command: [python3, engine.py, \"${engine.port}\"] }, timeout: 10m }", StringComparison.Ordinal)
            : Leased.Replace("ENGINE", "{ kind: process, command: [python3, engine.py], timeout: 10m }", StringComparison.Ordinal));
        await using var run = sandbox.Start("run", "leased.yaml");
        await GrownAsync(sandbox);
        ProcessTable.In(sandbox.Folder).Count(process => process.CommandLine.Contains("sleep 1000", StringComparison.Ordinal)).Should().BeGreaterThanOrEqualTo(3, "the engine has children, in its group and out of it");

        (await run.KillAfterAsync(TimeSpan.Zero)).Should().BeTrue("the engine never answers its first call");

        (await ProcessTable.LeftAfterAsync(sandbox.Folder, Deadline)).Should().BeEmpty();
    }

    [Fact]
    public async Task Guard_Killed_LeavesNoProcessAndTheCommandFails()
    {
        using var sandbox = Sandbox();
        await using var run = sandbox.Start("run", "tree.yaml", "--all");
        await GrownAsync(sandbox);

        Kill(ProcessTable.In(sandbox.Folder).Single(process => process.CommandLine.Contains(" guard ", StringComparison.Ordinal)).Id);
        var result = await run.WaitForExitAsync();

        result.ExitCode.Should().Be(14, "{0}", result);
        result.Out.Should().Contain("phases/tree: exit code 137");
        ProcessTable.In(sandbox.Folder).Should().BeEmpty();
    }

    [Fact]
    public async Task ShellOfTheRun_Killed_LeavesTheRunWhichStillEndsAll()
    {
        using var sandbox = Sandbox();
        using var shell = Process.Start(new ProcessStartInfo("/bin/sh", ["-c", $"'{TestOpsBinary.Path}' run tree.yaml --all > out.txt 2>&1; :"])
        {
            WorkingDirectory = sandbox.Folder,
            Environment = { ["DOTNET_ROOT"] = new FileInfo(typeof(object).Assembly.Location).Directory!.Parent!.Parent!.Parent!.FullName },
        })!;
        await GrownAsync(sandbox);

        shell.Kill(entireProcessTree: false);
        await shell.WaitForExitAsync().WaitAsync(Deadline);
        var run = ProcessTable.In(sandbox.Folder).Single(process => process.CommandLine.Contains(" run tree.yaml", StringComparison.Ordinal)).Id;
        Kill(run);

        (await ProcessTable.LeftAfterAsync(sandbox.Folder, Deadline)).Should().BeEmpty();
    }

    /// <summary>Kills a run at each instant; answers how often the tree stood by then.</summary>
    private static async Task<int> KillAllAsync(IEnumerable<TimeSpan> instants)
    {
        using var sandbox = Sandbox();
        var grown = 0;
        foreach (var instant in instants)
        {
            await using var run = sandbox.Start("run", "tree.yaml", "--all");
            (await run.KillAfterAsync(instant)).Should().BeTrue("the command sleeps for a quarter of an hour");
            (await ProcessTable.LeftAfterAsync(sandbox.Folder, Deadline)).Should().BeEmpty("killed after {0}", instant);
            grown += File.Exists(Path.Combine(sandbox.Folder, "grown")) ? 1 : 0;
            File.Delete(Path.Combine(sandbox.Folder, "grown"));
        }

        return grown;
    }

    private static Sandbox Sandbox()
    {
        var sandbox = new Sandbox();
        sandbox.Write("tree.yaml", Suite);
        return sandbox;
    }

    private static async Task GrownAsync(Sandbox sandbox)
    {
        using var watcher = new FileSystemWatcher(sandbox.Folder);
        var grown = new TaskCompletionSource();
        watcher.Created += (_, created) => _ = created.Name == "grown" && grown.TrySetResult();
        watcher.EnableRaisingEvents = true;
        if (!File.Exists(Path.Combine(sandbox.Folder, "grown")))
        {
            await grown.Task.WaitAsync(Deadline);
        }
    }

    private static void Kill(int id)
    {
        using var victim = Process.GetProcessById(id);
        victim.Kill(entireProcessTree: false);
    }
}
