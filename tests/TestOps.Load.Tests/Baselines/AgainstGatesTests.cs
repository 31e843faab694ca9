using System.Text.Json.Nodes;
using TestOps.Core;
using TestOps.Core.Phases;
using TestOps.Core.Suites;
using TestOps.Load.Baselines;
using TestOps.Load.Tests.Fakes;

namespace TestOps.Load.Tests.Baselines;

/// <summary>A load is compared with a baseline: worse by more than every margin that is given fails, and without a baseline nothing is green.</summary>
public sealed class AgainstGatesTests
{
    private static readonly RunId s_before = new(new Guid("01890000-0000-7000-8000-0000000000aa"));

    [Theory]
    [InlineData("iterations count", 0.1, null, 20, true)]
    [InlineData("iterations count", 0.1, null, 22, true)]
    [InlineData("iterations count", 0.1, null, 30, false)]
    [InlineData("iterations count", 0.1, 15.0, 30, true)]
    [InlineData("iterations count", 0.1, 5.0, 30, false)]
    [InlineData("iterations count", 0.5, 5.0, 30, true)]
    [InlineData("iterations count", 0.1, null, 1, true)]
    [InlineData("p(95)", 0.1, null, 600000, true)]
    [InlineData("p(95)", null, 60000.0, 0.0001, true)]
    [InlineData("p(95)", 0.1, null, 0.0000001, false)]
    [InlineData("http_req_duration{name:ask} max", 0.1, null, 600000, true)]
    [InlineData("http_req_failed rate", null, 0.01, 0, true)]
    [InlineData("checks rate", null, 0.01, 1, true)]
    public async Task RunAsync_AgainstABaseline_FailsWhereEveryMarginIsExceeded(string key, double? worseBy, double? and, double before, bool holds)
    {
        var gate = await MeasureAsync(new AgainstSpec(key, worseBy, and) { Kind = and is null ? AmountKind.None : key.EndsWith("count", StringComparison.Ordinal) ? AmountKind.Number : key.EndsWith("rate", StringComparison.Ordinal) ? AmountKind.Share : AmountKind.Duration }, Baseline(key, before));

        gate.Holds.Should().Be(holds);
        gate.Limit.Should().Contain($"in run {s_before}");
        gate.Margin.Should().NotBeNull();
        (gate.Detail is null).Should().Be(holds, "{0}", gate.Detail);
    }

    [Fact]
    public async Task RunAsync_WorseThanTheBaseline_SaysByHowMuchAndSinceWhen()
    {
        await using var server = ScriptedServer.Answering(ScriptedServer.Ok("""{"id":1}"""));
        await using var bench = await PhaseBench.CreateAsync(new AddressedEngine(server.Address), Load(new AgainstSpec("iterations count", 0.1, null)), baseline: Baseline("iterations count", 40));

        await bench.RunAsync();

        bench.Gate("load/against iterations count").Should().BeEquivalentTo(new
        {
            Holds = (bool?)false,
            Value = "20",
            Limit = $"at least 36: 40 in run {s_before}, 10 % worse",
            Margin = "-16",
            Detail = $"20 (50 %) worse than in run {s_before} of 1970-01-01T00:00:00Z, engine version 1.2.2",
        });
        bench.Incidents.Should().Contain("LOAD.THRESHOLD_CROSSED");
        ((string?)bench.Context.Artifacts["k6"]["baseline"]?["run_id"]).Should().Be(s_before.ToString());
    }

    [Fact]
    public async Task RunAsync_WithoutABaseline_IsInconclusive_AndSaysHowToMakeOne()
    {
        var gate = await MeasureAsync(new AgainstSpec("p(95)", 0.1, null), new MissingBaseline("no run of this suite has passed yet"));

        (gate.Holds, gate.Waiver).Should().Be((null, null));
        gate.Detail.Should().Be("no baseline: no run of this suite has passed yet; make a first baseline with --baseline none, or name a run with --baseline RUN");
    }

    [Fact]
    public async Task RunAsync_DeclinedBaseline_IsShownAsAccepted()
    {
        var gate = await MeasureAsync(new AgainstSpec("p(95)", 0.1, null), new DeclinedBaseline());

        gate.Holds.Should().BeNull("nothing was compared");
        gate.Waiver.Should().Be("--baseline none accepts that there is nothing to compare with");
        gate.Message.Should().EndWith("not judged: --baseline none accepts that there is nothing to compare with");
    }

    [Fact]
    public async Task RunAsync_NoRequestAnswered_SaysNothingOfTimes()
    {
        await using var server = new ScriptedServer(static async connection =>
        {
            await connection.ReadRequestAsync();
            connection.Reset();
        });
        await using var bench = await PhaseBench.CreateAsync(new AddressedEngine(server.Address), Load(new AgainstSpec("p(95)", 0.1, null)), baseline: Baseline("p(95)", 600_000));

        await bench.RunAsync();

        bench.Gate("load/against p(95)").Should().BeEquivalentTo(new { Holds = (bool?)null, Margin = (string?)null, Detail = "no request was answered, so that these are times of refusals" });
    }

    [Fact]
    public async Task RunAsync_BaselineWithoutTheValue_IsInconclusive()
        => (await MeasureAsync(new AgainstSpec("p(95)", 0.1, null), Baseline("checks rate", 1))).Should().Match<Core.Journaling.GateMeasured>(gate => gate.Holds == null && gate.Detail!.Contains("has no p(95) of http_req_duration"));

    [Theory]
    [InlineData("p95", "'p95' is no aggregation")]
    [InlineData("p(99.9)", "no p(99.9) of http_req_duration")]
    [InlineData("http_req_durations p(95)", "there is no metric 'http_req_durations'")]
    [InlineData("http_req_duration{nam:x} p(95)", "no tag 'nam'")]
    [InlineData("http_req_duration{team:edge} p(95)", "no load scenario has the tag team: edge")]
    [InlineData("data_sent rate", "no value of data_sent is better")]
    [InlineData("http_req_failed count", "no count of http_req_failed")]
    public void Validate_KeyThatNamesNothing_IsRefused(string key, string message)
        => AgainstValidator.Validate(Load(new AgainstSpec(key, 0.1, null))).Should().ContainSingle().Which.Message.Should().Contain(message);

    [Fact]
    public void Validate_TagOfALoadScenario_NamesAPart()
        => AgainstValidator.Validate(Load(new AgainstSpec("http_req_duration{team:core} p(95)", 0.1, null))).Should().BeEmpty();

    [Theory]
    [InlineData("p(95)", AmountKind.Share, "must be a duration such as 20ms")]
    [InlineData("http_req_failed rate", AmountKind.Number, "must be a share such as 1%")]
    [InlineData("http_reqs rate", AmountKind.Duration, "must be a plain number such as 5")]
    public void Validate_MarginOfAnotherKind_IsRefused(string key, AmountKind kind, string message)
        => AgainstValidator.Validate(Load(new AgainstSpec(key, null, 0.5) { Kind = kind })).Should().ContainSingle().Which.Message.Should().Contain(message);

    private static async Task<Core.Journaling.GateMeasured> MeasureAsync(AgainstSpec against, LoadBaseline baseline)
    {
        await using var server = ScriptedServer.Answering(ScriptedServer.Ok("""{"id":1}"""));
        await using var bench = await PhaseBench.CreateAsync(new AddressedEngine(server.Address), Load(against), baseline: baseline);
        await bench.RunAsync();
        return bench.Gate(against.Gate);
    }

    private static MeasuredBaseline Baseline(string key, double value)
    {
        var (metric, aggregation) = key.Split(' ') is [var name, var how] ? (name, how) : ("http_req_duration", key);
        return new MeasuredBaseline(s_before, DateTimeOffset.UnixEpoch, "seal", "1.2.2", new JsonObject { [metric] = new JsonObject { ["values"] = new JsonObject { [aggregation] = value } } });
    }

    private static LoadSpec Load(AgainstSpec against) => new()
    {
        WarmUp = TimeSpan.Zero,
        Scenarios = [new SharedIterationsSpec { Name = "shared", Exec = "ask", Vus = 2, Iterations = 20, Tags = new Dictionary<string, string> { ["team"] = "core" } }],
        Against = [against],
    };
}
