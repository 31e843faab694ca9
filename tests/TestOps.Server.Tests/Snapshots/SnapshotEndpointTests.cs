using System.Net;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json.Nodes;
using TestOps.Core;
using TestOps.Core.Determinism;
using TestOps.Core.Journaling;
using TestOps.Core.Phases;
using TestOps.Core.Runs;
using TestOps.Core.Snapshots;
using TestOps.Core.Traces;
using TestOps.Server.Tests.Rig;

namespace TestOps.Server.Tests.Snapshots;

public sealed class SnapshotEndpointTests
{
    [Fact]
    public async Task Snapshot_OfARun_IsListedShownAndServedByteForByte()
    {
        await using var world = await new ServerWorld().StartAsync();
        var runId = await RunAsync(world);

        var list = await ServerWorld.JsonOf(await world.GetAsync("/snapshots"));
        ((string?)list["snapshots"]![0]!["run_id"]).Should().Be(runId);
        var shown = await ServerWorld.JsonOf(await world.GetAsync($"/snapshots/{runId}"));
        shown["files"]!.AsArray().Select(file => (string)file!).Should().Equal($"{runId}.json", $"{runId}.result.json");
        var bytes = await (await world.GetAsync($"/snapshots/{runId}/files/{runId}.json")).Content.ReadAsByteArrayAsync();

        await using var stored = world.Snapshots.OpenRead($"{runId}.json")!;
        using var buffer = new MemoryStream();
        await stored.CopyToAsync(buffer);
        bytes.Should().Equal(buffer.ToArray());
    }

    [Theory]
    [InlineData("..%2f..%2ftestops.db")]
    [InlineData("%2e%2e%2ftestops.db")]
    [InlineData("testops.db")]
    [InlineData("01a20710-7b4a-706d-a239-4eab4f705b3f.json")]
    [InlineData("secret.key")]
    public async Task File_ThatIsNoneOfTheSnapshots_IsNotFound(string file)
    {
        await using var world = await new ServerWorld().StartAsync();
        var runId = await RunAsync(world);

        await ServerWorld.ProblemOf(await world.GetAsync($"/snapshots/{runId}/files/{file}"), 404, "snapshot-not-found", "the snapshot has no such file");
    }

    [Fact]
    public async Task Verify_SoundAndThenDeep_TellsWhatWasChecked()
    {
        await using var world = new ServerWorld();
        await world.With("sim", async (context, _) =>
        {
            // A trace of no sessions is one all the same.
            var file = SnapshotNames.Trace(context.RunId);
            world.Snapshots.Put(file, []);
            context.AddTrace(new TraceSummary(file, Convert.ToHexStringLower(SHA256.HashData([])), 0, 0, 0, new RootDigest().ToString()));
            await context.AppendAsync(new GateMeasured("sim", "sim/answered", null, "0 of 2", "all", null), CancellationToken.None);
        }).StartAsync();
        var runId = await RunAsync(world, """{"suite":"loaded"}""");

        await ServerWorld.ProblemOf(await world.GetAsync($"/snapshots/{runId}/verify?deep=perhaps"), 400, "parameter-invalid");
        var verified = await ServerWorld.JsonOf(await world.GetAsync($"/snapshots/{runId}/verify"));
        ((bool)verified["is_sound"]!).Should().BeTrue("{0}", verified);
        verified["checked"]!.AsArray().Select(line => (string)line!).Should().Contain("journal: holds the digest of the result");
        var deep = await ServerWorld.JsonOf(await world.GetAsync($"/snapshots/{runId}/verify?deep=true"));
        ((bool)deep["is_sound"]!).Should().BeFalse();
        ((string?)deep["problems"]![0]).Should().Be("session 1: computed otherwise");
    }

    [Fact]
    public async Task Diff_OfTwo_NamesWhatDiffers()
    {
        await using var world = await new ServerWorld().With("sim", TraceAsync).StartAsync();
        var (first, second) = (await RunAsync(world), await RunAsync(world));

        var diff = await ServerWorld.JsonOf(await world.GetAsync($"/snapshots/{first}/diff/{second}"));

        ((string?)diff["first"]).Should().Be(first);
        ((string?)diff["second"]).Should().Be(second);
        ((bool)diff["is_identical"]!).Should().BeFalse();
        ((string?)diff["divergences"]![0]!["pointer"]).Should().Be("/x");
        await ServerWorld.ProblemOf(await world.GetAsync($"/snapshots/{first}/diff/x"), 404, "snapshot-not-found");
    }

    [Fact]
    public async Task Verify_OfADamagedFile_NamesTheFirstThingThatIsWrong()
    {
        await using var world = await new ServerWorld().StartAsync();
        var runId = await RunAsync(world);
        var result = Encoding.UTF8.GetString(BytesOf(world, $"{runId}.result.json"));
        world.Snapshots.Put($"{runId}.result.json", Encoding.UTF8.GetBytes(result.Replace("\"PASS\"", "\"FAIL\"", StringComparison.Ordinal)));

        var verified = await ServerWorld.JsonOf(await world.GetAsync($"/snapshots/{runId}/verify"));

        ((bool)verified["is_sound"]!).Should().BeFalse();
        ((string?)verified["damage"]).Should().StartWith($"{runId}.result.json: seal");
        var deep = await ServerWorld.JsonOf(await world.GetAsync($"/snapshots/{runId}/verify?deep=true"));
        deep["problems"]!.AsArray().Should().BeEmpty("nothing is computed from what is damaged");
    }

    [Fact]
    public async Task Snapshot_WhoseHeadIsDamaged_IsCorruptAndVerifySaysWhere()
    {
        await using var world = await new ServerWorld().With("sim", TraceAsync).StartAsync();
        var (runId, other) = (await RunAsync(world), await RunAsync(world));
        var head = BytesOf(world, $"{runId}.json");
        head[^3] ^= 1;
        world.Snapshots.Put($"{runId}.json", head);

        foreach (var path in (string[])["", $"/files/{runId}.json", $"/diff/{other}"])
        {
            await ServerWorld.ProblemOf(await world.GetAsync($"/snapshots/{runId}{path}"), 409, "snapshot-corrupt");
        }

        await ServerWorld.ProblemOf(await world.GetAsync($"/snapshots/{other}/diff/{runId}"), 409, "snapshot-corrupt");
        await ServerWorld.ProblemOf(await world.PostAsync($"/snapshots/{runId}/replay"), 409, "snapshot-corrupt");
        var verified = await ServerWorld.JsonOf(await world.GetAsync($"/snapshots/{runId}/verify?deep=true"));
        ((bool)verified["is_sound"]!).Should().BeFalse();
        ((string?)verified["damage"]).Should().StartWith($"{runId}.json: ");
    }

    [Fact]
    public async Task Snapshots_ByCursor_ListRunsThatLeftOneAndNoOthers()
    {
        var go = new TaskCompletionSource();
        await using var world = await new ServerWorld().With("sim", (context, _) => context.Plan.Seed == 7 ? go.Task : Task.CompletedTask).StartAsync();
        var (first, second) = (await RunAsync(world), await RunAsync(world));
        var unsealed = await world.RunAsync("""{"seed":7}""");

        var list = await ServerWorld.JsonOf(await world.GetAsync("/snapshots"));
        var older = await ServerWorld.JsonOf(await world.GetAsync($"/snapshots?before={second}"));

        IdsOf(list).Should().Equal([second, first], "the run {0} goes on and has sealed nothing", unsealed);
        list["before"].Should().BeNull();
        IdsOf(older).Should().Equal(first);
        await ServerWorld.ProblemOf(await world.GetAsync("/snapshots?before=x"), 400, "parameter-invalid");
        go.SetResult();
    }

    [Fact]
    public async Task Replay_OfOneSession_DrivesThatOne()
    {
        await using var world = await new ServerWorld().With("sim", TraceAsync).StartAsync();
        var runId = await RunAsync(world);

        var replay = await world.PostAsync($"/snapshots/{runId}/replay", """{"session":1}""");

        replay.StatusCode.Should().Be(HttpStatusCode.OK);
        ((double)(await ServerWorld.JsonOf(replay))["determinism_score"]!).Should().Be(50);
        world.Tools.Session.Should().Be(1);
        await world.PostAsync($"/snapshots/{runId}/replay");
        world.Tools.Session.Should().BeNull();
        await ServerWorld.ProblemOf(await world.PostAsync($"/snapshots/{runId}/replay", """{"session":2}"""), 422, "body-invalid");
        await ServerWorld.ProblemOf(await world.PostAsync($"/snapshots/{runId}/replay", """{"session":-1}"""), 422, "body-invalid");
        await ServerWorld.ProblemOf(await world.PostAsync($"/snapshots/{runId}/replay", """{"sessions":1}"""), 422, "body-invalid");
    }

    [Fact]
    public async Task Replay_OfAPartialRun_TakesTheSessionsThatItRecordedAndNoOthers()
    {
        await using var world = await new ServerWorld().With("sim", TraceAsync).StartAsync();
        var runId = await RunAsync(world);
        var head = JsonNode.Parse(BytesOf(world, $"{runId}.json"))!.AsObject();
        head["suite"]!["text"] = "version: 1\nname: first\nengine: { kind: toron }\nsim: { users: 9, scenarios: { a: { steps: [{ name: x, call: GET /a }] }, b: { steps: [{ name: y, call: GET /b }] } } }\n";
        head["overrides"]!["scenarios"] = new JsonArray("b");
        head["trace"]!["sessions"] = 9L;
        head.Remove("seal");
        world.Snapshots.Put($"{runId}.json", SnapshotHead.SealAs(head, $"{runId}.json").Bytes.ToArray());
        var recorded = Snapshot.Open(world.Snapshots, Parse(runId))!.RebuildPlan().SessionNumbers().ToList();

        var accepted = new List<long>();
        for (var session = 0; session < 9; session++)
        {
            if ((await world.PostAsync($"/snapshots/{runId}/replay", $$"""{"session":{{session}}}""")).StatusCode == HttpStatusCode.OK)
            {
                accepted.Add(session);
            }
        }

        accepted.Should().Equal(recorded).And.HaveCountLessThan(9).And.NotBeEmpty();
    }

    [Fact]
    public async Task Snapshot_WithoutATrace_HasNothingToReplayOrCompareAndIsSound()
    {
        await using var world = await new ServerWorld().StartAsync();
        var (runId, other) = (await RunAsync(world), await RunAsync(world));

        await ServerWorld.ProblemOf(await world.PostAsync($"/snapshots/{runId}/replay"), 409, "snapshot-without-trace");
        await ServerWorld.ProblemOf(await world.GetAsync($"/snapshots/{runId}/diff/{other}"), 409, "snapshot-without-trace");
        var deep = await ServerWorld.JsonOf(await world.GetAsync($"/snapshots/{runId}/verify?deep=true"));
        ((bool)deep["is_sound"]!).Should().BeTrue("there is nothing to compute from, which is no damage: {0}", deep);
    }

    [Fact]
    public async Task Replay_WhileTheRunGoesOn_IsRefusedAndDoesTheRunNoHarm()
    {
        var (replaying, go) = (new TaskCompletionSource(), new TaskCompletionSource());
        await using var world = await new ServerWorld().With("sim", TraceAsync).With("replay", async (context, _) =>
        {
            replaying.SetResult();
            await go.Task;
            await ServerWorld.HoldAsync(context, "replay");
        }).StartAsync();
        var runId = await world.RunAsync();
        await replaying.Task;

        await ServerWorld.ProblemOf(await world.PostAsync($"/snapshots/{runId}/replay"), 409, "run-active", "the run has not ended, and writes its own replays");

        world.Tools.Replaying.Task.IsCompleted.Should().BeFalse();
        go.SetResult();
        ((string?)(await world.EndOfAsync(runId))["status"]).Should().Be("PASS");
        (await world.PostAsync($"/snapshots/{runId}/replay")).StatusCode.Should().Be(HttpStatusCode.OK);
    }

    [Fact]
    public async Task Snapshots_WhileOneIsReplayed_AreBusyUntilItIsDone()
    {
        await using var world = await new ServerWorld().With("sim", TraceAsync).StartAsync();
        var runId = await RunAsync(world);
        world.Tools.Gate = new TaskCompletionSource();
        var replay = world.PostAsync($"/snapshots/{runId}/replay");
        await world.Tools.Replaying.Task;

        foreach (var busy in (HttpResponseMessage[])[await world.GetAsync($"/snapshots/{runId}/verify"), await world.GetAsync($"/snapshots/{runId}/diff/{runId}"), await world.PostAsync($"/snapshots/{runId}/replay")])
        {
            await ServerWorld.ProblemOf(busy, 503, "snapshot-busy");
            busy.Headers.RetryAfter!.Delta.Should().BePositive();
        }

        (await world.GetAsync($"/snapshots/{runId}")).StatusCode.Should().Be(HttpStatusCode.OK, "reading is for everybody");
        world.Tools.Gate.SetResult();
        (await replay).StatusCode.Should().Be(HttpStatusCode.OK);
        (await world.GetAsync($"/snapshots/{runId}/verify")).StatusCode.Should().Be(HttpStatusCode.OK);
    }

    [Fact]
    public async Task Replay_WhileTheServerGoesDown_IsStoppedAndSaysSo()
    {
        await using var world = await new ServerWorld().With("sim", TraceAsync).StartAsync();
        var runId = await RunAsync(world);
        world.Tools.Gate = new TaskCompletionSource();
        var replay = world.PostAsync($"/snapshots/{runId}/replay");
        await world.Tools.Replaying.Task;

        var stopping = world.StopAsync();

        await ServerWorld.ProblemOf(await replay, 503, "shutting-down");
        await stopping.WaitAsync(TimeSpan.FromSeconds(60));
    }

    [Theory]
    [InlineData("/snapshots/{0}")]
    [InlineData("/snapshots/{0}/files/x.json")]
    [InlineData("/snapshots/{0}/verify")]
    [InlineData("/snapshots/{0}/diff/{0}")]
    public async Task Snapshot_Unknown_IsNotFoundWhateverItsId(string path)
    {
        await using var world = await new ServerWorld().StartAsync();

        foreach (var id in (string[])["x", "01a20710-7b4a-706d-a239-4eab4f705b3f", "..%2f..%2ftestops.db", "%2e%2e%2fsecret.key", "%0d%0aX:y", new string('a', 2000)])
        {
            await ServerWorld.ProblemOf(await world.GetAsync(string.Format(System.Globalization.CultureInfo.InvariantCulture, path, id)), 404, "snapshot-not-found", "snapshot not found");
        }
    }

    private static Task TraceAsync(PhaseContext context, CancellationToken cancellationToken) => Traces.SayAsync(context, 2);

    private static byte[] BytesOf(ServerWorld world, string file)
    {
        using var stored = world.Snapshots.OpenRead(file)!;
        using var buffer = new MemoryStream();
        stored.CopyTo(buffer);
        return buffer.ToArray();
    }

    private static IEnumerable<string> IdsOf(JsonObject list) => list["snapshots"]!.AsArray().Select(row => (string)row!["run_id"]!);

    private static RunId Parse(string runId) => RunId.TryParse(runId, out var id) ? id : throw new FormatException(runId);

    private static async Task<string> RunAsync(ServerWorld world, string? body = null)
    {
        var runId = await world.RunAsync(body);
        await world.EndOfAsync(runId);
        return runId;
    }
}
