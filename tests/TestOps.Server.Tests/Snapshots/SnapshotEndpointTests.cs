using System.Net;
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
    [InlineData("%00.json")]
    public async Task File_ThatIsNoneOfTheSnapshots_IsNotFound(string file)
    {
        await using var world = await new ServerWorld().StartAsync();
        var runId = await RunAsync(world);

        var response = await world.GetAsync($"/snapshots/{runId}/files/{file}");

        ((int)response.StatusCode).Should().BeOneOf(400, 404);
    }

    [Fact]
    public async Task Verify_SoundAndThenDeep_TellsWhatWasChecked()
    {
        await using var world = await new ServerWorld().StartAsync();
        var runId = await RunAsync(world);

        var verified = await ServerWorld.JsonOf(await world.GetAsync($"/snapshots/{runId}/verify"));
        ((bool)verified["is_sound"]!).Should().BeTrue();
        verified["checked"]!.AsArray().Select(line => (string)line!).Should().Contain("journal: holds the digest of the result");
        var deep = await ServerWorld.JsonOf(await world.GetAsync($"/snapshots/{runId}/verify?deep=true"));
        ((bool)deep["is_sound"]!).Should().BeFalse();
        ((string?)deep["problems"]![0]).Should().Be("session 1: computed otherwise");
    }

    [Fact]
    public async Task Diff_OfTwo_NamesWhatDiffers()
    {
        await using var world = await new ServerWorld().StartAsync();
        var (first, second) = (await RunAsync(world), await RunAsync(world));

        var diff = await ServerWorld.JsonOf(await world.GetAsync($"/snapshots/{first}/diff/{second}"));

        ((bool)diff["is_identical"]!).Should().BeFalse();
        ((string?)diff["divergences"]![0]!["pointer"]).Should().Be("/x");
        await ServerWorld.ProblemOf(await world.GetAsync($"/snapshots/{first}/diff/x"), 404, "snapshot-not-found");
    }

    [Fact]
    public async Task Replay_OfASnapshotWithoutSessions_RefusesASession()
    {
        await using var world = await new ServerWorld().StartAsync();
        var runId = await RunAsync(world);

        await ServerWorld.ProblemOf(await world.PostAsync($"/snapshots/{runId}/replay", """{"session":3}"""), 422, "body-invalid");
        var replay = await world.PostAsync($"/snapshots/{runId}/replay");
        replay.StatusCode.Should().Be(HttpStatusCode.OK);
        ((double)(await ServerWorld.JsonOf(replay))["determinism_score"]!).Should().Be(50);
        await ServerWorld.ProblemOf(await world.GetAsync("/snapshots/x"), 404, "snapshot-not-found", "snapshot not found");
    }

    private static async Task<string> RunAsync(ServerWorld world)
    {
        var runId = await world.RunAsync();
        await world.EndOfAsync(runId);
        return runId;
    }
}
