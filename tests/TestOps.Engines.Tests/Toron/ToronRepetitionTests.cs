using System.Text;
using System.Text.Json;
using TestOps.Core.Engines;
using TestOps.Core.Suites;

namespace TestOps.Engines.Tests.Toron;

/// <summary>What varies when calls are repeated: the traps that a replay must know (in process, under virtual time).</summary>
public sealed class ToronRepetitionTests
{
    private static readonly string[] CountedPointers =
        ["/consensus/calibrated_confidence", "/consensus/confidence", "/consensus/output", "/consensus/source_weighted_confidence", "/metrics/latency_ms"];

    [Fact]
    public async Task Query_Cached_AnswersTheFirstAnswerVerbatim()
    {
        var client = await EngineCalls.Toron(new EngineSpec { Kind = "toron", RealLatency = true }).SessionAsync();

        var first = await client.QueryAsync("How many clips?");
        var second = await client.QueryAsync("How many clips?");

        second.Text().Should().Be(first.Text());
        second.Json().GetProperty("metrics").GetProperty("cache_hit").GetBoolean().Should().BeFalse();
        first.ElapsedNs.Should().Be((long)Math.Round(first.Json().GetProperty("metrics").GetProperty("latency_ms").GetDouble() * 1_000_000));
        second.ElapsedNs.Should().Be(2_000_000);
    }

    [Fact]
    public async Task Query_Uncached_VariesInTheFiveCountedFieldsOnly()
    {
        var client = await EngineCalls.Toron().SessionAsync();
        var differing = new SortedSet<string>(StringComparer.Ordinal);
        var previous = await client.QueryAsync("How many clips?", useCache: false);
        for (var call = 0; call < 20; call++)
        {
            var next = await client.QueryAsync("How many clips?", useCache: false);
            next.DifferencesTo(previous).Should().Contain("/consensus/output");
            differing.UnionWith(next.DifferencesTo(previous));
            previous = next;
        }

        differing.Should().Equal(CountedPointers);
    }

    [Fact]
    public async Task Query_FreshInstance_GivesTheSameSequenceAgain()
    {
        var engine = EngineCalls.Toron();

        var one = await SequenceAsync(await engine.SessionAsync(session: 3));
        var two = await SequenceAsync(await engine.SessionAsync(session: 3, replay: 2));
        var other = await SequenceAsync(await EngineCalls.Toron().SessionAsync(session: 77));

        two.Should().Be(one);
        other.Should().Be(one, "an answer depends on the calls so far, not on who asks");
    }

    [Fact]
    public async Task Query_CachedBetweenUncached_DoesNotMoveTheCounter()
    {
        var engine = EngineCalls.Toron();
        var (plain, mixed) = (await engine.SessionAsync(), await engine.SessionAsync());
        await plain.QueryAsync("a question", useCache: false);
        await mixed.QueryAsync("a question", useCache: false);
        await mixed.QueryAsync("another question");
        await mixed.CallAsync("GET", "/health");

        (await mixed.QueryAsync("a question", useCache: false)).Text().Should().Be((await plain.QueryAsync("a question", useCache: false)).Text());
    }

    [Fact]
    public async Task Query_OrderOfCalls_Matters()
    {
        var engine = EngineCalls.Toron();
        var (one, two) = (await engine.SessionAsync(), await engine.SessionAsync());
        var first = await one.QueryAsync("first", useCache: false);
        await two.QueryAsync("second", useCache: false);

        (await two.QueryAsync("first", useCache: false)).Text().Should().NotBe(first.Text());
    }

    [Fact]
    public async Task Query_Answer_IsCanonicalJson()
    {
        var client = await EngineCalls.Toron().SessionAsync();
        for (var prompt = 0; prompt < 200; prompt++)
        {
            var text = (await client.QueryAsync($"Zeichen \"{prompt}\" \\ über <&> 漢字 \t {prompt}", useCache: prompt % 2 == 0)).Text();

            Canonical(text).Should().Be(text);
        }
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Call_Latency_IsVirtual(bool isReal)
    {
        var client = await EngineCalls.Toron(new EngineSpec { Kind = "toron", RealLatency = isReal }).SessionAsync();
        var elapsed = new List<long>();
        for (var prompt = 0; prompt < 300; prompt++)
        {
            var reply = await client.QueryAsync($"question {prompt}");
            elapsed.Add(reply.ElapsedNs);
            reply.Frames[0].AtNs.Should().Be(reply.ElapsedNs);
        }

        elapsed.Sort();
        if (isReal)
        {
            elapsed[150].Should().BeInRange(900_000_000, 1_100_000_000);
        }
        else
        {
            elapsed[^1].Should().Be(0);
        }
    }

    [Fact]
    public async Task Call_LatencyBeyondTheTimeout_TimesOut()
    {
        var client = await EngineCalls.Toron(new EngineSpec { Kind = "toron", RealLatency = true, Timeout = TimeSpan.FromMilliseconds(400) }).SessionAsync();

        var reply = await client.QueryAsync("a question");

        reply.Failure!.Kind.Should().Be(EngineFailureKind.Timeout);
        reply.Failure.ErrorCode.Should().Be(1050);
        reply.ElapsedNs.Should().Be(400_000_000);
    }

    [Fact]
    public async Task Lease_InProcess_IsControlledAndFresh()
    {
        var engine = EngineCalls.Toron();
        await using var lease = await engine.LeaseAsync(new LeaseRequest(LeasePurpose.Sim), EngineCalls.Deadline);

        engine.IsControlled.Should().BeTrue();
        engine.DisplayName.Should().Be("toron (built-in reference model, not Ryuzen Toron)");
        lease.Evidence.Should().Be(EvidenceClass.Controlled);
        lease.IsFresh.Should().BeTrue();
        lease.BaseAddress.Should().BeNull();
        lease.Version.Should().StartWith("v2.5H+").And.Contain("reference model");
        lease.ClientFor(0).CallAsync(new EngineCall { Context = EngineCalls.Context(), Method = "GET", Path = "/live" }, EngineCalls.Deadline)
            .IsCompletedSuccessfully.Should().BeTrue("a controlled engine completes synchronously");
    }

    private static async Task<string> SequenceAsync(IEngineClient client)
    {
        var text = new StringBuilder();
        for (var call = 0; call < 30; call++)
        {
            text.AppendLine((await client.QueryAsync($"question {call % 4}", useCache: call % 3 == 0)).Text());
        }

        return text.ToString();
    }

    // An independent canonical writer, for the value domains of these answers: sorted keys, shortest numbers, minimal escapes.
    private static string Canonical(string json)
    {
        var text = new StringBuilder();
        Write(JsonDocument.Parse(json).RootElement, text);
        return text.ToString();
    }

    private static void Write(JsonElement value, StringBuilder text)
    {
        switch (value.ValueKind)
        {
            case JsonValueKind.Object:
                var members = value.EnumerateObject().OrderBy(member => member.Name, StringComparer.Ordinal).ToArray();
                WriteAll('{', '}', members, member => { WriteText(member.Name, text); text.Append(':'); Write(member.Value, text); }, text);
                break;
            case JsonValueKind.Array:
                WriteAll('[', ']', value.EnumerateArray().ToArray(), item => Write(item, text), text);
                break;
            case JsonValueKind.String:
                WriteText(value.GetString()!, text);
                break;
            case JsonValueKind.Number:
                text.Append(value.GetDouble().ToString("R", System.Globalization.CultureInfo.InvariantCulture));
                break;
            default:
                text.Append(value.GetRawText());
                break;
        }
    }

    private static void WriteAll<T>(char open, char close, T[] items, Action<T> write, StringBuilder text)
    {
        text.Append(open);
        for (var index = 0; index < items.Length; index++)
        {
            text.Append(index > 0 ? "," : "");
            write(items[index]);
        }

        text.Append(close);
    }

    private static void WriteText(string value, StringBuilder text) =>
        text.Append('"').Append(value.Replace("\\", "\\\\", StringComparison.Ordinal).Replace("\"", "\\\"", StringComparison.Ordinal)).Append('"');
}
