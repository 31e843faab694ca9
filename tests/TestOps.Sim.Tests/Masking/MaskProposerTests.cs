using System.Text.Json.Nodes;
using CsCheck;
using TestOps.Core.Journaling;
using TestOps.Core.Suites;
using TestOps.Core.Suites.Reading;
using TestOps.Sim.Masking;

namespace TestOps.Sim.Tests.Masking;

public sealed class MaskProposerTests
{
    [Theory]
    [InlineData("uuid", "/uuid", "token")]
    [InlineData("counter", "/counter", "token")]
    [InlineData("latency_ms", "/latency_ms", "type")]
    [InlineData("score", "/score", "tolerance")]
    [InlineData("ratio", "/ratio", "type")]
    [InlineData("flag", "/flag", "type")]
    [InlineData("grade", "/grade", "type")]
    [InlineData("prose", "/prose", "type")]
    [InlineData("list", "/list/*/id", "token")]
    [InlineData("one", "/one/2", "token")]
    [InlineData("17", "/17/4", "token")]
    [InlineData("text", "/text", "type")]
    [InlineData("at", "/at", "time")]
    [InlineData("order", "/order", "set")]
    public async Task Propose_OneWayOfDrift_NamesItsPlaceWithTheStrictestKindThatFits(string way, string at, string kind)
    {
        var proposed = await DriftAsync(["stable", way]);

        var masks = proposed.Masks.AsArray();
        masks.Select(mask => (string)mask!["step"]!).Should().BeEquivalentTo("first", "second");
        masks.Select(mask => (string)mask!["at"]!).Should().AllBe(at);
        masks.Select(mask => (string)mask!["kind"]!).Should().AllBe(kind);
        masks.Select(mask => (string)mask!["reason"]!).Should().AllSatisfy(reason => reason.Should().MatchRegex("in \\d+ sessions; first .+ became .+"));
        proposed.Score.Should().Be(100);
        proposed.Unmasked.AsArray().Should().BeEmpty();
    }

    [Theory]
    [InlineData("type", "/type", "type")]
    [InlineData("shorter", "/shorter/1", "missing")]
    public async Task Propose_DriftThatIsNoOtherValue_SaysThatNoMaskShouldHideIt(string way, string pointer, string @class)
    {
        var proposed = await DriftAsync(["stable", way, "uuid"]);

        proposed.Masks.AsArray().Select(mask => (string)mask!["at"]!).Should().Equal("/uuid", "/uuid");
        var stays = proposed.Unmasked.AsArray();
        stays.Should().HaveCount(2);
        stays[0]!["pointer"]!.GetValue<string>().Should().Be(pointer);
        stays[0]!["class"]!.GetValue<string>().Should().Be(@class);
        stays[0]!["why"]!.GetValue<string>().Should().Contain("mask should hide");
        proposed.Score.Should().BeLessThan(100).And.BeGreaterThan(0);
    }

    [Fact]
    public async Task Propose_AnotherStatus_IsNeverMasked()
    {
        var proposed = await DriftAsync(["stable"], session => session < 3);

        proposed.Masks.AsArray().Should().BeEmpty();
        proposed.Yaml.Should().BeEmpty();
        proposed.Score.Should().Be(75);
        proposed.Unmasked.AsArray().Select(place => (string)place!["pointer"]!).Should().Equal("#status", "#status");
    }

    [Fact]
    public async Task Propose_MaskInForceIsTooStrict_SaysSoInsteadOfProposingAnother()
    {
        const string strict = "masks: [{ step: first, at: /ratio, kind: tolerance, tolerance: { abs: 0.5 }, reason: r }]";
        var run = await new SimWorld { Engine = PlantedDrift.Engine(["ratio"]) }.RunAsync(PlantedDrift.Suite(patch: strict));

        var proposed = run.Events.OfType<MasksProposed>().Single();
        proposed.Masks.AsArray().Select(mask => (string)mask!["step"]!).Should().Equal("second");
        proposed.Unmasked.AsArray().Should().ContainSingle().Which!["why"]!.GetValue<string>().Should().Contain("too strict");
        proposed.Score.Should().Be(0);
    }

    [Fact]
    public async Task Propose_NoDrift_ProposesNothing()
    {
        var run = await new SimWorld { Engine = PlantedDrift.Engine(["stable"]) }.RunAsync(PlantedDrift.Suite());

        run.Events.OfType<MasksProposed>().Should().BeEmpty();
        MaskProposer.Propose(run.Snapshot, run.Snapshot.RebuildPlan(), [1, 2], CancellationToken.None).Should().BeNull();
        run.Result["replay_engine"]!["details"]!["mask_patch"].Should().BeNull();
    }

    [Fact]
    public Task Propose_RandomDrift_PastedPatchGivesThePredictedScore() =>
        Gen.Select(Gen.Int[0, PlantedDrift.Ways.Count - 1].Array[1, 6], Gen.Int[0, 12]).SampleAsync(
            (ways, failing) => HoldsAsync([.. ways.Distinct().Order().Select(way => PlantedDrift.Ways.Keys.ElementAt(way))], failing),
            iter: 25,
            threads: 1);

    private static async Task HoldsAsync(IReadOnlyList<string> ways, int failing)
    {
        bool Fails(long session) => session >= 12 - (failing / 4);
        var before = await new SimWorld { Engine = PlantedDrift.Engine(ways, Fails) }.RunAsync(PlantedDrift.Suite());
        var proposed = before.Events.OfType<MasksProposed>().SingleOrDefault();
        if (proposed is null)
        {
            before.Outcome.Verdict.DeterminismScore.Should().Be(100);
            return;
        }

        var after = await new SimWorld { Engine = PlantedDrift.Engine(ways, Fails) }.RunAsync(PlantedDrift.Suite(patch: proposed.Yaml));

        var because = $"the patch was made for it:\n{proposed.Yaml}";
        after.Outcome.Verdict.DeterminismScore.Should().Be(proposed.Score, because);
        var plan = before.Snapshot.RebuildPlan();
        var masks = proposed.Yaml.Length == 0 ? [] : MaskListReader.ReadOrThrow(proposed.Yaml, "patch", plan.Suite);
        var judged = MaskedReplays.Judge(before.Snapshot, plan, masks, [1, 2], CancellationToken.None);
        ((double?)judged.Score!.Value).Should().Be(proposed.Score, because);
        ((double?)judged.Leaves.ComparedShare).Should().Be(proposed.LeavesCompared);
        after.Events.OfType<ReplayScored>().Last(scored => scored is { Replay: 0, Scenario: null }).LeavesCompared.Should().BeApproximately(proposed.LeavesCompared, 1e-12);
        masks.Should().AllSatisfy(mask => mask.Kind.Should().NotBe(MaskKind.Opaque));
        JsonNode.DeepEquals(before.Result["replay_engine"]!["details"]!["mask_patch"]!["masks"], proposed.Masks).Should().BeTrue();
    }

    private static async Task<MasksProposed> DriftAsync(IReadOnlyList<string> ways, Func<long, bool>? failing = null)
    {
        var run = await new SimWorld { Engine = PlantedDrift.Engine(ways, failing) }.RunAsync(PlantedDrift.Suite());
        return run.Events.OfType<MasksProposed>().Single();
    }
}
