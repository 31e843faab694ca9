using System.Text.Json;
using System.Text.RegularExpressions;
using CsCheck;
using TestOps.Core.Engines;

namespace TestOps.Engines.Tests.Toron;

/// <summary>The calls of the contract, their fields and domains, and their errors.</summary>
public sealed class ToronContractTests
{
    private static readonly string[] ConsensusNames =
    [
        "agreement", "arbitration_model", "arbitration_source", "calibrated_confidence", "confidence", "evidence_strength", "grade", "model", "output",
        "quality", "source_weighted_confidence", "uncertainty_flags",
    ];

    private static readonly string[] MetricNames =
    [
        "cache_hit", "degradation_level", "latency_ms", "providers_called", "providers_failed", "request_id", "tier4_failsafe_triggered", "tier_retries",
        "tier_timeouts",
    ];

    [Fact]
    public async Task Health_Asked_TellsTiersAndVersion()
    {
        var reply = await (await EngineCalls.Toron().SessionAsync()).CallAsync("GET", "/health");

        reply.Status.Should().Be(200);
        reply.ContentType.Should().Be("application/json");
        var health = reply.Json();
        health.GetProperty("tiers").EnumerateArray().Select(tier => tier.GetString())
            .Should().Equal("PSL", "Tier1", "Tier2", "Tier3", "Synthesis", "Judicial", "Consensus");
        health.GetProperty("version").GetString().Should().Be("v2.5H+");
        health.EnumerateObject().Select(member => member.Name).Should().Equal("cache", "mal_status", "tiers", "version");
    }

    [Theory]
    [InlineData("/live", """{"status":"alive"}""")]
    [InlineData("/ready", """{"status":"ready"}""")]
    [InlineData("/version", """{"version":"v2.5H+"}""")]
    [InlineData("/version?verbose=1", """{"version":"v2.5H+"}""")]
    public async Task Get_KnownPath_AnswersAlways(string path, string expected)
    {
        var client = await EngineCalls.Toron().SessionAsync();

        (await client.CallAsync("GET", path)).Text().Should().Be(expected);
        (await client.CallAsync("GET", path)).Text().Should().Be(expected);
    }

    [Fact]
    public void Query_AnyPrompt_StaysInTheDomains() => Gen.String.Where(prompt => prompt.Length > 0 && IsText(prompt)).Sample(prompt =>
    {
        var reply = EngineCalls.Toron().SessionAsync().Result.QueryAsync(prompt).Result;

        reply.Status.Should().Be(200);
        var consensus = reply.Json().GetProperty("consensus");
        var metrics = reply.Json().GetProperty("metrics");
        consensus.EnumerateObject().Select(member => member.Name).Should().Equal(ConsensusNames);
        metrics.EnumerateObject().Select(member => member.Name).Should().Equal(MetricNames);
        CheckConsensus(consensus);
        CheckMetrics(metrics);
    }, iter: 300);

    [Fact]
    public async Task Generate_Prompt_AnswersItsFourFields()
    {
        var client = await EngineCalls.Toron().SessionAsync();

        var first = await client.CallAsync("POST", "/generate", """{"prompt":"What is consensus?"}""");
        var second = await client.CallAsync("POST", "/generate", """{"prompt":"What is consensus?"}""");

        first.Json().EnumerateObject().Select(member => member.Name).Should().Equal("confidence", "consensus", "grade", "model");
        first.Json().GetProperty("consensus").GetString().Should().Contain("What consensus");
        first.Json().GetProperty("confidence").GetDouble().Should().BeInRange(0, 1);
        second.Text().Should().Be(first.Text());
    }

    [Theory]
    [InlineData("/query")]
    [InlineData("/generate")]
    public async Task Post_BadBody_IsRefusedWithDetail(string path)
    {
        var client = await EngineCalls.Toron().SessionAsync();

        (await DetailAsync("{}")).Should().Be("body,prompt missing");
        (await DetailAsync("""{"use_cache":true}""")).Should().Be("body,prompt missing");
        (await DetailAsync("""{"prompt":null}""")).Should().Be("body,prompt string_type");
        (await DetailAsync("""{"prompt":["a"]}""")).Should().Be("body,prompt string_type");
        (await DetailAsync("""{"prompt":1.5}""")).Should().Be("body,prompt string_type");
        (await DetailAsync("""{"prompt":"a","use_cache":"maybe"}""")).Should().Be("body,use_cache bool_type");
        (await DetailAsync("""{"prompt":"a","user_id":7}""")).Should().Be("body,user_id string_type");
        (await DetailAsync("""{"prompt":"a","session_id":{"b":[1]}}""")).Should().Be("body,session_id string_type");
        (await DetailAsync("""{"prompt":"a" """)).Should().Be("body json_invalid");
        (await DetailAsync("""{"prompt":"a"} x""")).Should().Be("body json_invalid");
        (await DetailAsync("""{"prompt":"\ud800"}""")).Should().Be("body json_invalid");
        (await DetailAsync("\"text\"")).Should().Be("body model_attributes_type");
        (await DetailAsync(null)).Should().Be("body missing");

        async Task<string> DetailAsync(string? body)
        {
            var reply = await client.CallAsync("POST", path, body);
            reply.Status.Should().Be(422, body);
            var detail = reply.Json().GetProperty("detail")[0];
            return $"{string.Join(',', detail.GetProperty("loc").EnumerateArray().Select(part => part.ToString()))} {detail.GetProperty("type").GetString()}";
        }
    }

    [Fact]
    public async Task Query_BytesThatAreNotUtf8_IsRefused()
    {
        var client = await EngineCalls.Toron().SessionAsync();

        var reply = await client.CallAsync(
            new EngineCall { Context = EngineCalls.Context(), Method = "POST", Path = "/query", Body = (byte[])[.. "{\"prompt\":\""u8, 0xC3, 0x28, .. "\"}"u8] }, EngineCalls.Deadline);

        reply.Status.Should().Be(422);
    }

    [Theory]
    [InlineData(0, 500)]
    [InlineData(1, 200)]
    [InlineData(50_000, 200)]
    [InlineData(50_001, 500)]
    public async Task Query_PromptOfLength_IsAnsweredByTheLimit(int length, int status)
    {
        var client = await EngineCalls.Toron().SessionAsync();

        (await client.QueryAsync(new string('a', length))).Status.Should().Be(status);
        // Characters count, not bytes: U+1D11E is one character of four bytes.
        (await client.QueryAsync(string.Concat(Enumerable.Repeat("\U0001D11E", length)))).Status.Should().Be(status);
    }

    [Fact]
    public async Task Query_IntegerPrompt_IsAccepted()
    {
        var client = await EngineCalls.Toron().SessionAsync();

        var reply = await client.CallAsync("POST", "/query", """{"prompt":12345}""");

        reply.Status.Should().Be(200);
        reply.Json().GetProperty("consensus").GetProperty("output").GetString().Should().Contain("'12345'");
    }

    [Theory]
    [InlineData("GET", "/query", 405, "POST")]
    [InlineData("GET", "/generate", 405, "POST")]
    [InlineData("POST", "/health", 405, "GET")]
    [InlineData("GET", "/nothing", 404, null)]
    [InlineData("POST", "/query/", 404, null)]
    public async Task Call_WrongMethodOrPath_IsRefused(string method, string path, int status, string? allow)
    {
        var reply = await (await EngineCalls.Toron().SessionAsync()).CallAsync(method, path);

        reply.Status.Should().Be(status);
        reply.Json().GetProperty("detail").ValueKind.Should().Be(JsonValueKind.String);
        reply.Headers.FirstOrDefault(header => header.Name == "allow").Value.Should().Be(allow);
    }

    [Fact]
    public async Task RequestId_Fields_DecideItAndNothingElseDoes()
    {
        var client = await EngineCalls.Toron().SessionAsync();

        var plain = await IdAsync("""{"prompt":"a b"}""");
        (await IdAsync("""{ "use_cache" : true, "prompt" : "a b" }""")).Should().Be(plain);
        (await IdAsync("""{"prompt":"\u0061 b","user_id":null}""")).Should().Be(plain);
        (await IdAsync("""{"prompt":"x","prompt":"a b"}""")).Should().Be(plain);
        string[] others = [await IdAsync("""{"prompt":"a c"}"""), await IdAsync("""{"prompt":"a b","user_id":"u"}"""), await IdAsync("""{"prompt":"a b","session_id":"u"}""")];
        others.Append(plain).Should().OnlyHaveUniqueItems();

        async Task<string> IdAsync(string body) => (await client.CallAsync("POST", "/query", body)).Json().GetProperty("metrics").GetProperty("request_id").GetString()!;
    }

    [Fact]
    public async Task Answers_Domains_AreAllMet()
    {
        var client = await EngineCalls.Toron().SessionAsync();
        var answers = new List<JsonElement>();
        for (var prompt = 0; prompt < 500; prompt++)
        {
            answers.Add((await client.QueryAsync($"question {prompt}")).Json().GetProperty("consensus"));
        }

        Values("grade").Should().Equal("A", "B", "C", "D", "F");
        Values("quality").Should().Equal("critical", "excellent", "fair", "good", "low");
        Values("evidence_strength").Should().Equal("moderate", "strong", "weak");
        Values("arbitration_source").Should().Equal("judicial_panel", "none", "opus_primary");
        answers.Count(answer => answer.GetProperty("arbitration_source").GetString() != "none").Should().BeInRange(30, 100);
        answers.Count(answer => answer.GetProperty("uncertainty_flags").GetArrayLength() > 1).Should().BeGreaterThan(200);

        IEnumerable<string> Values(string name) => answers.Select(answer => answer.GetProperty(name).GetString()!).Distinct().Order(StringComparer.Ordinal);
    }

    private static void CheckConsensus(JsonElement consensus)
    {
        var confidence = consensus.GetProperty("confidence").GetDouble();
        confidence.Should().BeInRange(0.5, 1);
        consensus.GetProperty("calibrated_confidence").GetDouble().Should().BeInRange(0, 1);
        consensus.GetProperty("source_weighted_confidence").GetDouble().Should().BeInRange(0, 1);
        consensus.GetProperty("grade").GetString().Should().Be(confidence switch { >= 0.9 => "A", >= 0.8 => "B", >= 0.7 => "C", >= 0.6 => "D", _ => "F" });
        var agreement = Regex.Match(consensus.GetProperty("agreement").GetString()!, "^([0-9]+)/11$");
        int.Parse(agreement.Groups[1].Value).Should().BeInRange(1, 11);
        consensus.GetProperty("output").GetString().Should().StartWith($"Consensus of {agreement.Groups[1].Value} of 11 providers on '");
        consensus.GetProperty("uncertainty_flags").EnumerateArray().Select(flag => flag.GetString()).Should().OnlyHaveUniqueItems().And.BeInAscendingOrder(StringComparer.Ordinal);
    }

    private static void CheckMetrics(JsonElement metrics)
    {
        metrics.GetProperty("request_id").GetString().Should().MatchRegex("^[0-9a-f]{12}$");
        metrics.GetProperty("latency_ms").GetDouble().Should().BeInRange(450, 3000);
        metrics.GetProperty("providers_called").GetInt32().Should().Be(11);
        metrics.GetProperty("providers_failed").GetInt32().Should().Be(0);
        metrics.GetProperty("cache_hit").GetBoolean().Should().BeFalse();
        metrics.GetProperty("tier_retries").GetInt32().Should().Be(0);
        metrics.GetProperty("tier_timeouts").GetInt32().Should().Be(0);
        metrics.GetProperty("degradation_level").GetString().Should().Be("none");
        metrics.GetProperty("tier4_failsafe_triggered").GetBoolean().Should().BeFalse();
    }

    private static bool IsText(string text) => !text.Where((_, at) => char.IsSurrogate(text[at])
        && !(char.IsHighSurrogate(text[at]) && at + 1 < text.Length && char.IsLowSurrogate(text[at + 1]))
        && !(char.IsLowSurrogate(text[at]) && at > 0 && char.IsHighSurrogate(text[at - 1]))).Any();
}
