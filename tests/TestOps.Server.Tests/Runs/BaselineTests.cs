using System.Text.Json.Nodes;
using TestOps.Core;
using TestOps.Core.Journaling;
using TestOps.Core.Phases;
using TestOps.Core.Runs;
using TestOps.Server.Tests.Rig;
using TestOps.Testing.Runs;

namespace TestOps.Server.Tests.Runs;

/// <summary>What the load of a run over HTTP is compared with.</summary>
public sealed class BaselineTests
{
    private const string Loaded = """{"suite":"loaded"}""";
    private static readonly CancellationToken None = CancellationToken.None;
    private readonly List<LoadBaseline?> _seen = [];

    [Fact]
    public async Task Run_WithoutAndWithARunThatPassed_IsComparedWithTheLastOne()
    {
        await using var world = await Compared(new ServerWorld()).StartAsync();

        await world.EndOfAsync(await world.RunAsync(Loaded));
        await world.EndOfAsync(await world.RunAsync("""{"suite":"loaded","baseline":"none"}"""));
        var third = await world.RunAsync(Loaded);
        await world.EndOfAsync(third);
        await world.EndOfAsync(await world.RunAsync(Loaded));

        _seen[0].Should().BeOfType<MissingBaseline>().Which.Reason.Should().Be("no run of this suite has passed yet");
        _seen[1].Should().BeOfType<DeclinedBaseline>();
        _seen[2].Should().BeOfType<MeasuredBaseline>();
        _seen[3].Should().BeOfType<MeasuredBaseline>().Which.RunId.ToString().Should().Be(third, "it is the last that passed");
    }

    [Fact]
    public async Task Run_NamedRun_IsComparedWithIt()
    {
        await using var world = await Compared(new ServerWorld()).StartAsync();
        var first = await world.RunAsync("""{"suite":"loaded","baseline":"none"}""");
        await world.EndOfAsync(first);
        await world.EndOfAsync(await world.RunAsync(Loaded));

        await world.EndOfAsync(await world.RunAsync($$"""{"suite":"loaded","baseline":"{{first}}"}"""));

        _seen[^1].Should().BeOfType<MeasuredBaseline>().Which.RunId.ToString().Should().Be(first);
    }

    [Theory]
    [InlineData("""{"suite":"loaded","baseline":"last"}""", "baseline: must be the id of a run, or none")]
    [InlineData("""{"suite":"loaded","baseline":"01a20710-7b4a-706d-a239-4eab4f705b3f"}""", "is no baseline of this load: it has no snapshot")]
    [InlineData("""{"suite":"first","baseline":"none"}""", "baseline: a run of first compares nothing")]
    public async Task Run_BaselineThatCannotBe_IsRefusedAndStartsNothing(string body, string message)
    {
        await using var world = await Compared(new ServerWorld()).StartAsync();

        var problem = await ServerWorld.ProblemOf(await world.PostAsync("/tests/run", body), 422, "body-invalid");

        problem.ToJsonString().Should().Contain(message);
        (await world.Store.ListAsync(null, 10, None)).Should().BeEmpty();
    }

    [Fact]
    public async Task Run_SameKeyWithAnotherBaseline_IsAnotherRequest()
    {
        await using var world = await Compared(new ServerWorld()).StartAsync();
        await world.PostAsync("/tests/run", Loaded, ("Idempotency-Key", "k"));

        await ServerWorld.ProblemOf(await world.PostAsync("/tests/run", """{"suite":"loaded","baseline":"none"}""", ("Idempotency-Key", "k")), 422, "idempotency-key-reused");
    }

    [Fact]
    public async Task Start_ARunThatWaited_IsComparedWithWhatItsOrderSays()
    {
        var ids = SequentialIds.Create();
        await using var before = Compared(new ServerWorld { Ids = ids });
        await before.StartAsync();
        var passed = await before.RunAsync("""{"suite":"loaded","baseline":"none"}""");
        await before.EndOfAsync(passed);
        await LeaveAsync(before, ids.NextRunId(), """{"call":"run","suite":"loaded","trigger":"api","seed":null,"users":null,"environment":null,"faults":[],"strict":false,"timeout_ms":null}""");
        await LeaveAsync(before, ids.NextRunId(), """{"baseline":"none","call":"run","suite":"loaded","trigger":"api","seed":null,"users":null,"environment":null,"faults":[],"strict":false,"timeout_ms":null}""");
        await before.StopAsync();

        await using var world = await Compared(new ServerWorld { Database = before.Database, Snapshots = before.Snapshots, Ids = ids }).StartAsync();
        await Eventually.HoldsAsync(() => Task.FromResult(_seen.Count == 3));

        _seen[1].Should().BeOfType<MeasuredBaseline>().Which.RunId.ToString().Should().Be(passed);
        _seen[2].Should().BeOfType<DeclinedBaseline>();
    }

    private ServerWorld Compared(ServerWorld world)
    {
        world.Suites.Compares = true;
        return world.With("load", async (context, _) =>
        {
            _seen.Add(context.Baseline);
            context.AddArtifact("k6", JsonNode.Parse("""{"driver":"builtin","cancelled":false,"metrics":{"http_req_duration":{"values":{"p(95)":12}}}}""")!);
            await context.AppendAsync(new GateMeasured("load", "load/gate", context.Baseline is not MissingBaseline ? true : null, "1", "1", null), None);
        });
    }

    private static async Task LeaveAsync(ServerWorld world, RunId runId, string order)
    {
        var run = new RunRecord { RunId = runId, Trigger = "api", Suite = "loaded", Status = RunStatus.Pending, CreatedAt = DateTimeOffset.UnixEpoch, Request = order };
        await (await world.Store.CreateAsync(run, None)).DisposeAsync();
    }
}
