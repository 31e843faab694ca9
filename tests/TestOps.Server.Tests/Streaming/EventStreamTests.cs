using System.Globalization;
using System.Net;
using System.Net.Sockets;
using System.Text;
using System.Text.Json.Nodes;
using TestOps.Core;
using TestOps.Core.Journaling;
using TestOps.Core.Phases;
using TestOps.Core.Runs;
using TestOps.Server.Tests.Rig;

namespace TestOps.Server.Tests.Streaming;

public sealed class EventStreamTests
{
    [Fact]
    public async Task Log_OfARun_ShowsEveryEventThatHasATextOnceAndInOrder()
    {
        await using var world = await Noisy(50).StartAsync();
        var runId = await world.RunAsync();
        await using var stream = await world.OpenAsync(runId);

        var frames = await stream.ReadToEndAsync();

        frames[..^1].Should().OnlyContain(frame => frame.Event == "log");
        frames[..^1].Select(frame => frame.Data).Should().Equal((await world.StatusAsync(runId))["logs"]!.AsArray().Select(line => (string)line!));
        var last = frames[^1];
        var end = JsonNode.Parse(last.Data)!;
        ((long)end["last_event_id"]!).Should().Be(long.Parse(last.Id!, CultureInfo.InvariantCulture)).And.Be(await LastOf(world, runId));
        ((string?)end["status"]).Should().Be("PASS");
    }

    [Fact]
    public async Task Message_OfARun_IsTheSameForPlainClients()
    {
        await using var world = await Noisy(5).StartAsync();
        var runId = await world.RunAsync(call: "run_all");
        await using var plain = await world.OpenAsync(runId);
        await using var named = await world.OpenAsync(runId, "?format=log");

        var messages = await plain.ReadToEndAsync();
        var logs = await named.ReadToEndAsync();

        messages[..^1].Should().OnlyContain(frame => frame.Event == null, "run_all streams messages unless it is asked otherwise");
        messages.Select(frame => (frame.Id, frame.Data)).Should().Equal(logs.Select(frame => (frame.Id, frame.Data)));
    }

    [Fact]
    public async Task Json_OfARun_IsTheJournal()
    {
        await using var world = await Noisy(20).StartAsync();
        var runId = await world.RunAsync();
        await using var stream = await world.OpenAsync(runId, "?format=json");

        var frames = (await stream.ReadToEndAsync())[..^1];

        var journal = await world.Store.ReadAsync(Parse(runId), 0, 1000, CancellationToken.None);
        frames.Should().HaveCount(journal.Count);
        foreach (var (frame, entry) in frames.Zip(journal))
        {
            var json = JsonNode.Parse(frame.Data)!;
            frame.Event.Should().Be(RunEventJson.TypeOf(entry.Event));
            frame.Id.Should().Be(entry.Sequence.ToString(CultureInfo.InvariantCulture));
            ((long)json["seq"]!).Should().Be(entry.Sequence);
            ((string?)json["run_id"]).Should().Be(runId);
            ((string?)json["timestamp"]).Should().Be(StoredTime.ToText(entry.Timestamp));
            JsonNode.DeepEquals(json["data"], JsonNode.Parse(RunEventJson.Serialize(entry.Event))).Should().BeTrue();
        }
    }

    [Theory]
    [InlineData(4096)]
    [InlineData(16)]
    public async Task Resume_FromEveryId_GivesExactlyTheRest(int ring)
    {
        await using var world = await Noisy(60, new() { RingSize = ring, Gather = TimeSpan.FromMilliseconds(1) }).StartAsync();
        var runId = await world.RunAsync();
        await world.EndOfAsync(runId);
        var last = await LastOf(world, runId);

        for (var id = 1; id < last; id += 7)
        {
            await using var stream = await world.OpenAsync(runId, "?format=json", id.ToString(CultureInfo.InvariantCulture));

            (await stream.ReadToEndAsync())[..^1].Select(frame => long.Parse(frame.Id!, CultureInfo.InvariantCulture)).Should().Equal(Enumerable.Range(id + 1, (int)last - id).Select(number => (long)number));
        }
    }

    [Fact]
    public async Task Resume_HeaderAndParameter_TheHeaderWins()
    {
        await using var world = await Noisy(5).StartAsync();
        var runId = await world.RunAsync();
        await world.EndOfAsync(runId);

        await using var byParameter = await world.OpenAsync(runId, "?format=json&last_event_id=3");
        (await byParameter.ReadAsync())!.Id.Should().Be("4");
        await using var byHeader = await world.OpenAsync(runId, "?format=json&last_event_id=3", "5");
        (await byHeader.ReadAsync())!.Id.Should().Be("6");
    }

    [Fact]
    public async Task Resume_FromTheEnd_SaysThatThereIsNothingMore()
    {
        await using var world = await new ServerWorld().StartAsync();
        var runId = await world.RunAsync();
        await world.EndOfAsync(runId);
        var last = await LastOf(world, runId);

        foreach (var id in (long[])[last, last + 1, long.MaxValue])
        {
            (await world.GetAsync($"/tests/stream/{runId}?last_event_id={id}")).StatusCode.Should().Be(HttpStatusCode.NoContent);
        }
    }

    [Theory]
    [InlineData("-1")]
    [InlineData("x")]
    [InlineData("1.5")]
    [InlineData("99999999999999999999")]
    [InlineData("500")]
    public async Task Resume_FromAnIdThatIsNone_IsRefused(string id)
    {
        var go = new TaskCompletionSource();
        await using var world = await new ServerWorld().With("sim", (_, _) => go.Task).StartAsync();
        var runId = await world.RunAsync();

        await ServerWorld.ProblemOf(await world.GetAsync($"/tests/stream/{runId}?last_event_id={id}"), 400, "parameter-invalid");
        await ServerWorld.ProblemOf(await world.GetAsync($"/tests/stream/{runId}?format=xml"), 400, "parameter-invalid");
        go.SetResult();
    }

    [Fact]
    public async Task Subscribers_BeforeDuringAndAfter_AllSeeTheSame()
    {
        var half = new TaskCompletionSource();
        var go = new TaskCompletionSource();
        await using var world = await new ServerWorld { Streams = new() { RingSize = 16, Gather = TimeSpan.FromMilliseconds(1) } }.With("sim", async (context, _) =>
        {
            await MakeNoiseAsync(context, 200);
            half.SetResult();
            await go.Task;
            await MakeNoiseAsync(context, 200);
        }).StartAsync();
        var runId = await world.RunAsync();
        var streams = new List<Task<List<SseFrame>>> { FollowAsync(world, runId), FollowAsync(world, runId) };
        await half.Task;
        streams.AddRange(Enumerable.Range(0, 30).Select(_ => FollowAsync(world, runId)));
        go.SetResult();
        await world.EndOfAsync(runId);
        streams.Add(FollowAsync(world, runId));

        var all = await Task.WhenAll(streams);

        var last = await LastOf(world, runId);
        foreach (var frames in all)
        {
            frames[..^1].Select(frame => frame.Id).Should().Equal(Enumerable.Range(1, (int)last).Select(number => number.ToString(CultureInfo.InvariantCulture)));
            frames.Select(frame => frame.Data).Should().Equal(all[0].Select(frame => frame.Data));
        }
    }

    [Fact]
    public async Task Subscribers_ThatReconnectAtRandom_LoseAndRepeatNothing()
    {
        await using var world = await Noisy(400, new() { RingSize = 32, Gather = TimeSpan.FromMilliseconds(1) }).StartAsync();
        var runId = await world.RunAsync();

        var all = await Task.WhenAll(Enumerable.Range(0, 20).Select(async seed =>
        {
            var random = new Random(seed);
            var seen = new List<string>();
            while (true)
            {
                var response = await world.Client.SendAsync(Resume(runId, seen.LastOrDefault()), HttpCompletionOption.ResponseHeadersRead);
                if (response.StatusCode == HttpStatusCode.NoContent)
                {
                    return seen;
                }

                response.Dispose();
                var before = seen.Count;
                await using var stream = await world.OpenAsync(runId, "?format=json", seen.LastOrDefault());
                for (var left = random.Next(1, 60); left > 0 && await stream.ReadAsync() is { } frame && frame.Event != "end"; left--)
                {
                    seen.Add(frame.Id!);
                }

                seen.Count.Should().BeGreaterThan(before, "who comes back for nothing gets 204, and does not come back for ever");
            }
        }));

        var expected = Enumerable.Range(1, (int)await LastOf(world, runId)).Select(number => number.ToString(CultureInfo.InvariantCulture)).ToList();
        all.Should().AllSatisfy(seen => seen.Should().Equal(expected));
    }

    [Fact]
    public async Task Stream_OfARunOfAnotherProcess_FollowsIt()
    {
        await using var world = await new ServerWorld().StartAsync();
        var run = new RunRecord { RunId = world.Ids.NextRunId(), Trigger = "cli", Suite = "first", Status = RunStatus.Pending, CreatedAt = DateTimeOffset.UnixEpoch };
        await using var owner = await world.Store.CreateAsync(run, CancellationToken.None);
        await using var stream = await world.OpenAsync(run.RunId.ToString());

        await owner.AppendAsync(new Notice("sim", EventSeverity.Info, "from elsewhere"), CancellationToken.None);
        (await stream.ReadAsync())!.Data.Should().EndWith("] from elsewhere");
        var ended = await owner.AppendAsync(new RunEnded("PASS", 0, null), CancellationToken.None);
        await world.Store.UpdateAsync(RunRecovery.Finish(run, ended), owner, CancellationToken.None);

        (await stream.ReadToEndAsync()).Should().HaveCount(2);
    }

    [Fact]
    public async Task Stream_OverARestart_ResumesWithoutLossOrRepetition()
    {
        var ids = Testing.Runs.SequentialIds.Create();
        var (started, go) = (new TaskCompletionSource(), new TaskCompletionSource());
        var first = await new ServerWorld { Ids = ids }.With("sim", async (context, cancellationToken) =>
        {
            await MakeNoiseAsync(context, 30);
            started.SetResult();
            await go.Task.WaitAsync(cancellationToken);
        }).StartAsync();
        var runId = await first.RunAsync();
        await started.Task;
        var before = new List<SseFrame>();
        await using (var stream = await first.OpenAsync(runId, "?format=json"))
        {
            before.AddRange(await stream.ReadUntilAsync(frame => frame.Id == "20"));
        }

        await first.DisposeAsync();
        await using var second = await new ServerWorld { Database = first.Database, Ids = ids }.StartAsync();
        await using var resumed = await second.OpenAsync(runId, "?format=json", "20");

        before.AddRange((await resumed.ReadToEndAsync())[..^1]);
        before.Select(frame => frame.Id).Should().Equal(Enumerable.Range(1, (int)await LastOf(second, runId)).Select(number => number.ToString(CultureInfo.InvariantCulture)));
    }

    [Fact]
    public async Task Stream_WithNothingToSay_BeatsWithoutAnId()
    {
        var go = new TaskCompletionSource();
        await using var world = await new ServerWorld { Streams = new() { Heartbeat = TimeSpan.FromMilliseconds(100), OwnPoll = TimeSpan.FromMilliseconds(20) } }.With("sim", (_, _) => go.Task).StartAsync();
        await using var stream = await world.OpenAsync(await world.RunAsync());

        var frames = await stream.ReadUntilAsync(frame => frame.Event == "heartbeat");

        frames[^1].Id.Should().BeNull();
        ((string?)JsonNode.Parse(frames[^1].Data)!["time"]).Should().EndWith("Z");
        go.SetResult();
        (await stream.ReadToEndAsync())[^1].Event.Should().Be("end");
    }

    [Fact]
    public async Task Stream_TextWithLineBreaks_StaysOneLineOfOneFrame()
    {
        await using var world = await new ServerWorld().With("sim", (context, _) =>
            context.AppendAsync(new Notice("sim", EventSeverity.Info, "a\r\ndata: forged\n\nid: 9\nevent: end\rb"), CancellationToken.None)).StartAsync();
        await using var stream = await world.OpenAsync(await world.RunAsync());

        var frames = await stream.ReadToEndAsync();

        frames.Should().ContainSingle(frame => frame.Data.Contains("forged", StringComparison.Ordinal)).Which.Data.Should().EndWith("] a data: forged  id: 9 event: end b");
        frames.Count(frame => frame.Event == "end").Should().Be(1);
    }

    [Fact]
    public async Task Reader_ThatTakesNothing_IsCutAndCanResume()
    {
        var cut = new TaskCompletionSource();
        await using var world = await new ServerWorld { Streams = new() { SlowReader = TimeSpan.FromMilliseconds(200), Gather = TimeSpan.FromMilliseconds(1) } }.With("sim", async (context, cancellationToken) =>
        {
            var text = new string('x', 20_000);
            while (!cut.Task.IsCompleted)
            {
                await context.AppendAsync(new Notice("sim", EventSeverity.Info, text), CancellationToken.None);
            }
        }).StartAsync();
        var runId = await world.RunAsync();
        using var socket = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp) { ReceiveBufferSize = 4096 };
        await socket.ConnectAsync(IPAddress.Loopback, world.Address.Port);
        await socket.SendAsync(Encoding.ASCII.GetBytes($"GET /tests/stream/{runId} HTTP/1.1\r\nHost: 127.0.0.1\r\n\r\n"));

        // The server gives up on us; only then do we read what had been sent before.
        await Eventually.HoldsAsync(async () =>
        {
            await world.GetAsync("/health/live");
            return socket.Poll(0, SelectMode.SelectError) || IsReset(socket);
        });
        cut.SetResult();

        (await ReadThroughCutsAsync(world, runId)).Should().Equal(Enumerable.Range(1, (int)await LastOf(world, runId)).Select(number => number.ToString(CultureInfo.InvariantCulture)));
    }

    /// <summary>Reads as an EventSource does: comes back with its last id after every cut. On a busy machine this reader may be slow, too.</summary>
    private static async Task<List<string>> ReadThroughCutsAsync(ServerWorld world, string runId)
    {
        var seen = new List<string>();
        while (true)
        {
            try
            {
                await using var stream = await world.OpenAsync(runId, "?format=json", seen.LastOrDefault());
                while (await stream.ReadAsync() is { } frame)
                {
                    if (frame.Event == "end")
                    {
                        return seen;
                    }

                    if (frame.Id is not null)
                    {
                        seen.Add(frame.Id);
                    }
                }
            }
            catch (IOException)
            {
                // Cut.
            }
        }
    }

    // Looking at the queue of received bytes reads nothing; a reset shows as an error.
    private static bool IsReset(Socket socket)
    {
        try
        {
            _ = socket.Receive(new byte[1], SocketFlags.Peek);
            return (int)socket.GetSocketOption(SocketOptionLevel.Socket, SocketOptionName.Error)! != 0;
        }
        catch (SocketException)
        {
            return true;
        }
    }

    private static ServerWorld Noisy(int events, Server.Streaming.StreamOptions? streams = null) =>
        new ServerWorld { Streams = streams ?? new() { Gather = TimeSpan.FromMilliseconds(1) } }.With("sim", async (context, _) =>
        {
            await MakeNoiseAsync(context, events);
            await ServerWorld.HoldAsync(context, "sim");
        });

    private static async Task MakeNoiseAsync(PhaseContext context, int events)
    {
        for (var i = 0; i < events; i++)
        {
            await context.AppendAsync(i % 3 == 0 ? new PhaseProgress("sim", i, 1_000_000, "sessions") : new Notice("sim", EventSeverity.Info, $"event {i}, ünïcode \"quoted\""), CancellationToken.None);
        }
    }

    private static async Task<List<SseFrame>> FollowAsync(ServerWorld world, string runId)
    {
        await using var stream = await world.OpenAsync(runId, "?format=json");
        return await stream.ReadToEndAsync();
    }

    private static HttpRequestMessage Resume(string runId, string? lastEventId)
    {
        var request = new HttpRequestMessage(HttpMethod.Get, $"/tests/stream/{runId}?format=json");
        if (lastEventId is not null)
        {
            request.Headers.TryAddWithoutValidation("Last-Event-ID", lastEventId);
        }

        return request;
    }

    private static RunId Parse(string runId) => RunId.TryParse(runId, out var id) ? id : throw new FormatException(runId);

    private static async Task<long> LastOf(ServerWorld world, string runId) => (await world.Store.ReadAsync(Parse(runId), 0, 100_000, CancellationToken.None))[^1].Sequence;
}
