using System.Text.Json.Nodes;
using TestOps.Core.Journaling;
using TestOps.Server.Tests.Rig;
using TestOps.Testing.Clocks;

namespace TestOps.Server.Tests.Streaming;

/// <summary>What a stream says beside events: when to come back, and that it lives.</summary>
public sealed class StreamCourtesyTests
{
    private static readonly string[] Formats = ["log", "message", "json"];

    [Fact]
    public async Task Retry_OfManyStreams_LiesBetweenItsBoundsAndDiffers()
    {
        await using var world = await new ServerWorld { Streams = new() { Retry = TimeSpan.FromMilliseconds(1000) } }.StartAsync();
        var runId = await world.RunAsync();
        await world.EndOfAsync(runId);

        var asked = new List<int>();
        for (var i = 0; i < 30; i++)
        {
            await using var stream = await world.OpenAsync(runId, $"?format={Formats[i % 3]}");
            await stream.ReadToEndAsync();
            asked.Add(stream.Retry!.Value);
            stream.Response.Headers.CacheControl!.NoStore.Should().BeTrue();
            stream.Response.Headers.GetValues("X-Accel-Buffering").Should().Equal(["no"], "a proxy that gathers makes a stream a download");
        }

        asked.Should().OnlyContain(milliseconds => milliseconds >= 1000 && milliseconds <= 3000);
        asked.Distinct().Should().HaveCountGreaterThan(10, "clients that were cut together must not come back together");
    }

    [Fact]
    public async Task Stream_WithNothingToSay_IsNeverSilentForLongerThanTheHeartbeat()
    {
        const int beforeLimitSeconds = 15;
        const int timersOfAServerWithARun = 3;
        var time = new ManualTime();
        var (started, go) = (new TaskCompletionSource(), new TaskCompletionSource());
        await using var world = await new ServerWorld { Time = time, Streams = new() { Heartbeat = TimeSpan.FromSeconds(16), OwnPoll = TimeSpan.FromSeconds(1), ForeignPoll = TimeSpan.FromSeconds(1), Gather = TimeSpan.FromTicks(1) } }.With("sim", (_, _) =>
        {
            started.SetResult();
            return go.Task;
        }).StartAsync();
        var runId = await world.RunAsync();
        await started.Task;
        await using var first = await world.OpenAsync(runId, "?format=json");
        await first.ReadUntilAsync(frame => frame.Event == "phase_started");
        await PassAsync(time, 7, timersOfAServerWithARun);
        var streams = new List<SseClient>();
        foreach (var format in Formats)
        {
            streams.Add(await world.OpenAsync(runId, $"?format={format}"));
            await streams[^1].ReadUntilAsync(frame => frame.Data.Contains("sim started", StringComparison.Ordinal));
        }

        try
        {
            // The pump has its timer again before each second: it has seen the second before. After the last one the clock stands still, so that what is not sent by then is never sent.
            await PassAsync(time, beforeLimitSeconds, timersOfAServerWithARun);
            foreach (var stream in streams)
            {
                var beat = (await stream.ReadUntilAsync(frame => frame.Event == "heartbeat"))[^1];
                beat.Id.Should().BeNull("a heartbeat is no event to resume after");
                ((string?)JsonNode.Parse(beat.Data)!["time"]).Should().EndWith("Z");
                await stream.DisposeAsync();
            }
        }
        finally
        {
            // Whatever has failed: a server whose clock stands still waits for its run.
            go.SetResult();
        }
    }

    [Fact]
    public async Task Stream_WhoseStoreFails_IsCutWithoutAnEndAndResumes()
    {
        var (lost, go) = (new TaskCompletionSource(), new TaskCompletionSource());
        await using var world = await new ServerWorld().With("sim", async (context, _) =>
        {
            await context.AppendAsync(new Notice("sim", EventSeverity.Info, "before"), CancellationToken.None);
            await lost.Task;
            await context.AppendAsync(new Notice("sim", EventSeverity.Info, "committed, and not to be read just now"), CancellationToken.None);
            await go.Task;
        }).StartAsync();
        var runId = await world.RunAsync();
        await using var stream = await world.OpenAsync(runId, "?format=json");
        var seen = await stream.ReadUntilAsync(frame => frame.Data.Contains("\"before\"", StringComparison.Ordinal));

        world.Watched.IsDown = true;
        lost.SetResult();
        while (await stream.ReadAsync() is { } frame)
        {
            frame.Event.Should().NotBe("end", "the run goes on");
            seen.Add(frame);
        }

        world.Watched.IsDown = false;
        await using var resumed = await world.OpenAsync(runId, "?format=json", seen[^1].Id);
        go.SetResult();
        seen.AddRange((await resumed.ReadToEndAsync())[..^1]);
        seen.Select(frame => frame.Id).Should().Equal(Enumerable.Range(1, seen.Count).Select(number => $"{number}"));
        seen.Should().ContainSingle(frame => frame.Data.Contains("not to be read just now", StringComparison.Ordinal));
    }

    private static async Task PassAsync(ManualTime time, int seconds, int timers)
    {
        using var deadline = new CancellationTokenSource(TimeSpan.FromSeconds(60));
        for (var i = 0; i < seconds; i++)
        {
            await time.WaitForTimersAsync(timers, deadline.Token);
            time.Advance(TimeSpan.FromSeconds(1));
        }

        await time.WaitForTimersAsync(timers, deadline.Token);
    }
}
