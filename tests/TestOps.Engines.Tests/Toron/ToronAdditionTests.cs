using System.Text;
using System.Text.Json;
using TestOps.Core.Clocks;
using TestOps.Core.Engines;
using TestOps.Core.Suites;

namespace TestOps.Engines.Tests.Toron;

/// <summary>What the model adds to the observed contract: streams and jobs.</summary>
public sealed class ToronAdditionTests
{
    private const string Ask = "{\"prompt\":\"why is the sky blue\"}";

    [Fact]
    public async Task Stream_InProcess_JoinsToTheTextOfGenerate_OverTheModelledLatency()
    {
        var client = await EngineCalls.Toron(new EngineSpec { Kind = "toron", RealLatency = true }).SessionAsync();

        var whole = await client.CallAsync("POST", "/generate", Ask);
        var streamed = await client.CallAsync("POST", "/stream", Ask);

        streamed.ContentType.Should().Be("text/event-stream");
        Joined(streamed).Should().Be(whole.Json().GetProperty("consensus").GetString());
        streamed.ElapsedNs.Should().Be(whole.ElapsedNs);
        streamed.Frames.Select(frame => frame.AtNs).Should().BeInAscendingOrder();
        (streamed.Frames[0].AtNs, streamed.Frames[^1].AtNs).Should().Be((streamed.ElapsedNs / 20_000 * 10_000, streamed.ElapsedNs));
    }

    [Fact]
    public async Task Stream_OverSockets_IsTheSame()
    {
        await using var server = await RunningToron.StartAsync();
        await using var lease = await server.LeaseAsync();
        var local = await EngineCalls.Toron().SessionAsync();

        Joined(await lease.ClientFor(0).CallAsync("POST", "/stream", Ask)).Should().Be(Joined(await local.CallAsync("POST", "/stream", Ask)));
        (await lease.ClientFor(0).CallAsync("POST", "/stream", "{}")).Status.Should().Be(422);
        (await lease.ClientFor(0).CallAsync("GET", "/stream")).Status.Should().Be(405);
    }

    [Fact]
    public async Task Jobs_InVirtualTime_AreQueuedThenRunningThenDone()
    {
        var client = await EngineCalls.Toron().SessionAsync();
        var context = EngineCalls.Context();

        var taken = await client.CallAsync("POST", "/jobs", Ask, context);
        var id = taken.Json().GetProperty("id").GetString();
        var seen = new List<string?>();
        foreach (var wait in new[] { 0L, 999_999_999, 1, 2_000_000_000 })
        {
            context.Clock.Advance(wait);
            seen.Add((await client.CallAsync("GET", $"/jobs/{id}", context: context)).Json().GetProperty("status").GetString());
        }

        taken.Status.Should().Be(202);
        seen.Should().Equal("queued", "queued", "running", "done");
        (await client.CallAsync("GET", $"/jobs/{id}", context: context)).Json().GetProperty("answer").GetProperty("grade").GetString().Should().NotBeEmpty();
        (await client.CallAsync("GET", "/jobs/none", context: context)).Status.Should().Be(404);
    }

    private static string Joined(EngineReply reply) => string.Concat(Encoding.UTF8.GetString(reply.Body.Span).Split("\n\n", StringSplitOptions.RemoveEmptyEntries)
        .Select(piece => piece["data: ".Length..]).Where(data => data != "[DONE]").Select(data => JsonDocument.Parse(data).RootElement.GetProperty("delta").GetString()));
}
