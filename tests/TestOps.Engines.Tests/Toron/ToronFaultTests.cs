using System.Text.Json;
using TestOps.Core;
using TestOps.Core.Engines;
using TestOps.Core.Suites;
using TestOps.Engines.Toron;

namespace TestOps.Engines.Tests.Toron;

/// <summary>Reading faults, and what each does in process.</summary>
public sealed class ToronFaultTests
{
    [Fact]
    public void Parse_Unknown_ListsAllFaults()
    {
        var parse = () => ToronFault.Parse("explode");

        var exception = parse.Should().Throw<ToronFaultException>().Which;
        exception.Message.Should().Contain("explode");
        exception.ExitCode.Should().Be(ExitCode.Usage);
        foreach (var usage in ToronFault.Usages)
        {
            exception.Hint.Should().Contain(usage);
        }
    }

    [Theory]
    [InlineData("drift")]
    [InlineData("drift:")]
    [InlineData("drift:consensus/model")]
    [InlineData("type:/consensus/modle")]
    [InlineData("drift:/consensus/uncertainty_flags/6")]
    [InlineData("counter:3")]
    [InlineData("die:soon")]
    [InlineData("rate-limit:-1")]
    [InlineData("rate-limit:99999999999")]
    [InlineData("COUNTER")]
    [InlineData("")]
    public void Parse_Invalid_IsRefused(string text)
    {
        var parse = () => ToronFault.Parse(text);

        parse.Should().Throw<ToronFaultException>().Which.Fault.Should().Be(text);
    }

    [Theory]
    [InlineData("counter")]
    [InlineData("hash-order")]
    [InlineData("drift:/consensus/uncertainty_flags/0")]
    [InlineData("type:/metrics/cache_hit")]
    [InlineData("die:7")]
    [InlineData("rate-limit")]
    public void Parse_Valid_KeepsItsText(string text) => ToronFault.Parse(text).ToString().Should().Be(text);

    [Fact]
    public void Create_SeveralBadFaults_ReportsAll()
    {
        var create = () => EngineCalls.Toron("explode", "counter", "drift:/x");

        create.Should().Throw<InvalidSuiteException>().Which.Problems.Select(problem => problem.Path).Should().Equal("engine.fault[0]", "engine.fault[2]");
    }

    [Fact]
    public async Task Pointers_OfDrift_AreThoseOfTheAnswers()
    {
        // Each leaf of real answers can be planted; what cannot is refused by Parse_Invalid.
        var client = await EngineCalls.Toron().SessionAsync();
        foreach (var path in new[] { "/health", "/live", "/version", "/nothing" })
        {
            Plant(await client.CallAsync("GET", path));
        }

        for (var prompt = 0; prompt < 50; prompt++)
        {
            Plant(await client.QueryAsync($"question {prompt}"));
        }

        Plant(await client.CallAsync("POST", "/generate", """{"prompt":"a question"}"""));

        static void Plant(EngineReply reply)
        {
            foreach (var pointer in reply.Leaves().Keys.Where(key => key != "/consensus/uncertainty_flags" || reply.Leaves()[key] == "[]"))
            {
                ToronFault.Parse($"drift:{pointer}").Pointer.Should().Be(pointer);
            }
        }
    }

    [Theory]
    [InlineData("/consensus/model")]
    [InlineData("/consensus/confidence")]
    [InlineData("/consensus/output")]
    [InlineData("/metrics/providers_called")]
    [InlineData("/metrics/cache_hit")]
    [InlineData("/metrics/latency_ms")]
    [InlineData("/metrics")]
    public async Task Drift_AtPointer_DiffersByReplayAndNowhereElse(string pointer)
    {
        var engine = EngineCalls.Toron($"drift:{pointer}");
        var healthy = await (await EngineCalls.Toron().SessionAsync()).QueryAsync("a question");

        var run = await (await engine.SessionAsync(session: 4)).QueryAsync("a question");
        var again = await (await engine.SessionAsync(session: 9)).QueryAsync("a question");
        var first = await (await engine.SessionAsync(session: 4, replay: 1)).QueryAsync("a question");
        var second = await (await engine.SessionAsync(session: 4, replay: 2)).QueryAsync("a question");

        run.Text().Should().Be(healthy.Text(), "the recorded run is instance 0");
        again.Text().Should().Be(run.Text());
        first.DifferencesTo(run).Should().ContainSingle().Which.Should().StartWith(pointer);
        second.DifferencesTo(run).Should().ContainSingle().Which.Should().StartWith(pointer);
        if (pointer != "/metrics/cache_hit")
        {
            second.Text().Should().NotBe(first.Text());
        }

        TypeAt(first, pointer).Should().Be(TypeAt(run, pointer));
    }

    [Fact]
    public async Task Drift_OfAFlag_ShowsOnlyWhereTheFlagIs()
    {
        var engine = EngineCalls.Toron("drift:/consensus/uncertainty_flags/0");
        var (run, replay) = (await engine.SessionAsync(), await engine.SessionAsync(replay: 1));
        var hits = 0;
        for (var prompt = 0; prompt < 40; prompt++)
        {
            var (recorded, replayed) = (await run.QueryAsync($"question {prompt}"), await replay.QueryAsync($"question {prompt}"));
            var hasFlag = recorded.Json().GetProperty("consensus").GetProperty("uncertainty_flags").GetArrayLength() > 0;
            hits += hasFlag ? 1 : 0;
            replayed.DifferencesTo(recorded).Should().Equal(hasFlag ? ["/consensus/uncertainty_flags/0"] : []);
        }

        hits.Should().BeInRange(10, 39);
    }

    [Theory]
    [InlineData("/consensus/model")]
    [InlineData("/consensus/confidence")]
    [InlineData("/metrics/cache_hit")]
    [InlineData("/consensus/uncertainty_flags")]
    public async Task Type_AtPointer_DiffersInTypeInEveryReplay(string pointer)
    {
        var engine = EngineCalls.Toron($"type:{pointer}");
        var run = await (await engine.SessionAsync()).QueryAsync("a question");

        for (var replay = 1; replay <= 6; replay++)
        {
            var answer = await (await engine.SessionAsync(replay: replay)).QueryAsync("a question");
            TypeAt(answer, pointer).Should().NotBe(TypeAt(run, pointer));
        }
    }

    [Fact]
    public async Task HashOrder_Replays_ListTheSameFlagsInAnotherOrder()
    {
        var engine = EngineCalls.Toron("hash-order");
        var sessions = new[] { await engine.SessionAsync(), await engine.SessionAsync(replay: 1), await engine.SessionAsync(replay: 2), await engine.SessionAsync() };
        var orders = new List<string[]>[] { [], [], [], [] };
        for (var prompt = 0; prompt < 60; prompt++)
        {
            for (var index = 0; index < sessions.Length; index++)
            {
                orders[index].Add(Flags(await sessions[index].QueryAsync($"question {prompt}")));
            }
        }

        for (var prompt = 0; prompt < 60; prompt++)
        {
            orders[1][prompt].Should().BeEquivalentTo(orders[0][prompt]);
            orders[3][prompt].Should().Equal(orders[0][prompt]);
        }

        string.Join(' ', orders[1].SelectMany(flags => flags)).Should().NotBe(string.Join(' ', orders[0].SelectMany(flags => flags)));
        string.Join(' ', orders[2].SelectMany(flags => flags)).Should().NotBe(string.Join(' ', orders[1].SelectMany(flags => flags)));

        static string[] Flags(EngineReply reply) => [.. reply.Json().GetProperty("consensus").GetProperty("uncertainty_flags").EnumerateArray().Select(flag => flag.GetString()!)];
    }

    [Fact]
    public async Task Counter_Planted_IsSharedOutlivesLeasesAndTouchesCachedAnswers()
    {
        var engine = EngineCalls.Toron("counter");
        var first = await (await engine.SessionAsync(session: 0)).QueryAsync("a question");
        var otherSession = await (await engine.SessionAsync(session: 1)).QueryAsync("a question");
        var replay = await (await engine.SessionAsync(session: 0, replay: 1)).QueryAsync("a question");

        first.DifferencesTo(otherSession).Should().Contain("/consensus/output");
        first.DifferencesTo(replay).Should().Contain("/consensus/output");
        await using var lease = await engine.LeaseAsync(new LeaseRequest(LeasePurpose.Sim), EngineCalls.Deadline);
        lease.IsFresh.Should().BeFalse();
    }

    [Fact]
    public async Task Counter_Planted_HasMovedOnForAReplayByALaterProcess()
    {
        var run = await (await EngineCalls.Toron("counter").SessionAsync(session: 0)).QueryAsync("a question");
        var later = await (await EngineCalls.Toron("counter").SessionAsync(session: 0, replay: 2)).QueryAsync("a question");

        run.DifferencesTo(later).Should().Contain("/consensus/output");
    }

    [Theory]
    [InlineData("error")]
    [InlineData("garbage")]
    [InlineData("hang")]
    [InlineData("latency")]
    public async Task Share_Planted_HitsOneCallInTenAndTheSameInReplay(string fault)
    {
        var engine = EngineCalls.Toron(fault);
        var hits = 0;
        for (var session = 0; session < 500; session++)
        {
            var run = await (await engine.SessionAsync(session)).QueryAsync("a question", context: EngineCalls.Context(session));
            var replay = await (await engine.SessionAsync(session, replay: 1)).QueryAsync("a question", context: EngineCalls.Context(session));
            IsHit(replay, fault).Should().Be(IsHit(run, fault));
            hits += IsHit(run, fault) ? 1 : 0;
        }

        hits.Should().BeInRange(25, 75);
        var health = await (await engine.SessionAsync()).CallAsync("GET", "/health");
        IsHit(health, fault).Should().BeFalse("only calls that compute are hit, or no lease could be taken");
    }

    [Fact]
    public async Task Hang_Planted_TimesOutInVirtualTime()
    {
        var engine = EngineCalls.Toron(new EngineSpec { Kind = "toron", Faults = ["hang"], Timeout = TimeSpan.FromSeconds(7) });
        EngineReply? hung = null;
        for (var session = 0; hung is null; session++)
        {
            var reply = await (await engine.SessionAsync(session)).QueryAsync("a question", context: EngineCalls.Context(session));
            hung = reply.Failure is null ? null : reply;
        }

        hung.Failure!.Kind.Should().Be(EngineFailureKind.Timeout);
        hung.Failure.ErrorCode.Should().Be(1050);
        hung.ElapsedNs.Should().Be(7_000_000_000);
    }

    [Theory]
    [InlineData("rate-limit", 2)]
    [InlineData("rate-limit:0", 0)]
    [InlineData("rate-limit:5", 5)]
    public async Task RateLimit_BeyondTheCalls_Answers429UntilTheNextMinute(string fault, int calls)
    {
        var context = EngineCalls.Context();
        var client = await EngineCalls.Toron(fault).SessionAsync();
        for (var call = 0; call < calls; call++)
        {
            (await client.QueryAsync("a question", context: context)).Status.Should().Be(200);
        }

        (await client.QueryAsync("a question", context: context)).Status.Should().Be(429);
        (await client.CallAsync("GET", "/health", context: context)).Status.Should().Be(200);
        context.Clock.Advance(60_000_000_000);
        (await client.QueryAsync("a question", context: context)).Status.Should().Be(calls > 0 ? 200 : 429);
    }

    [Fact]
    public async Task Die_AfterTheCalls_LosesTheConnectionAndIsGone()
    {
        var engine = EngineCalls.Toron("die:1");
        var client = await engine.SessionAsync();

        (await client.QueryAsync("a question")).Status.Should().Be(200);
        (await client.QueryAsync("a question")).Failure.Should().BeEquivalentTo(new { Kind = EngineFailureKind.ConnectionLost, ErrorCode = 1220 });
        (await client.QueryAsync("a question")).Failure.Should().BeEquivalentTo(new { Kind = EngineFailureKind.Unreachable, ErrorCode = 1212 });
        (await (await engine.SessionAsync(session: 1)).QueryAsync("a question")).Status.Should().Be(200, "every session has an instance of its own");
    }

    [Fact]
    public async Task Faults_Combined_AllStrike()
    {
        var engine = EngineCalls.Toron("garbage", "error", "drift:/consensus/model", "drift:/consensus/grade");
        var kinds = new SortedSet<string>(StringComparer.Ordinal);
        for (var session = 0; session < 200; session++)
        {
            var healthy = await (await EngineCalls.Toron().SessionAsync()).QueryAsync("a question");
            var reply = await (await engine.SessionAsync(session, replay: 1)).QueryAsync("a question", context: EngineCalls.Context(session));
            kinds.Add(reply.Status == 500 ? "error" : IsHit(reply, "garbage") ? "garbage" : string.Join(' ', reply.DifferencesTo(healthy)));
        }

        kinds.Should().Equal("/consensus/grade /consensus/model", "error", "garbage");
    }

    private static bool IsHit(EngineReply reply, string fault) => fault switch
    {
        "error" => reply.Status == 500,
        "garbage" => reply.Text().StartsWith('<'),
        "hang" => reply.Failure?.Kind == EngineFailureKind.Timeout,
        _ => reply.ElapsedNs == 1_500_000_000,
    };

    private static JsonValueKind TypeAt(EngineReply reply, string pointer) =>
        pointer.Split('/').Skip(1).Aggregate(reply.Json(), (value, name) => value.GetProperty(name)).ValueKind is var kind && kind == JsonValueKind.False
            ? JsonValueKind.True
            : kind;
}
