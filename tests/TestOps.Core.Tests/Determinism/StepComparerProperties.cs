using CsCheck;
using TestOps.Core.Determinism;
using TestOps.Core.Suites;
using TestOps.Core.Traces;

namespace TestOps.Core.Tests.Determinism;

public sealed class StepComparerProperties
{
    private static readonly Gen<MaskSpec> Mask =
        Gen.Select(Gen.OneOf("a", "b", "c", "0", "1", "*").Array[0, 3], Gen.OneOf(MaskKind.Type, MaskKind.Token, MaskKind.Opaque))
            .Select((tokens, kind) => new MaskSpec { Step = "first", At = string.Concat(tokens.Select(token => "/" + token)), Kind = kind, Reason = "r" });

    private static readonly Gen<MaskSpec> SetMask =
        Gen.Select(Gen.OneOf("a", "b", "0", "*").Array[0, 2], Gen.OneOf("", "/a", "/b", "none"))
            .Select((tokens, key) => new MaskSpec { Step = "first", At = string.Concat(tokens.Select(token => "/" + token)), Kind = MaskKind.Set, Key = key == "none" ? null : key, Reason = "r" });

    private static readonly Gen<MaskSpec> ToleranceMask =
        Gen.OneOf("a", "b", "0", "*").Array[0, 2].Select(tokens => new MaskSpec { Step = "first", At = string.Concat(tokens.Select(token => "/" + token)), Kind = MaskKind.Tolerance, Abs = 1, Reason = "r" });

    [Fact]
    public void Compare_WithoutTolerance_FindsNothingExactlyWhenTheDigestsAreEqual()
    {
        var equal = 0;
        var different = 0;
        Gen.Select(JsonGen.Small.Array[1, 3], JsonGen.Small.Array[3], Gen.OneOf(Mask, Mask, SetMask).Array[0, 5]).Sample(
            (expected, actual, masks) =>
            {
                var step = MaskSet.Compile(masks).ForStep("first", "POST /query");
                var sides = new Sides();
                for (var i = 0; i < expected.Length; i++)
                {
                    var left = Records.Step(expected[i], step: i + 1);
                    var right = Records.Step(actual[i], step: i + 1);
                    var isEqual = sides.Digest(left, step, true).SequenceEqual(sides.Digest(right, step, false));
                    StepComparer.Compare(left, right, step, sides.Expected, sides.Actual).IsIdentical.Should().Be(isEqual);
                    Interlocked.Increment(ref isEqual ? ref equal : ref different);
                }
            }, iter: 20_000);
        equal.Should().BeGreaterThan(100);
        different.Should().BeGreaterThan(100);
    }

    [Fact]
    public void Compare_WithTolerance_FindsNothingOnlyWhenTheDigestsAreEqual() =>
        Gen.Select(JsonGen.Small, JsonGen.Small, Mask.Array[0, 2], ToleranceMask).Sample(
            (expected, actual, masks, tolerance) =>
            {
                var step = MaskSet.Compile([.. masks, tolerance]).ForStep("first", "POST /query");
                var sides = new Sides();
                var comparison = StepComparer.Compare(Records.Step(expected), Records.Step(actual), step, sides.Expected, sides.Actual);
                if (comparison.IsIdentical)
                {
                    sides.Digest(Records.Step(expected), step, true).Should().Equal(sides.Digest(Records.Step(actual), step, false));
                }
            }, iter: 5000);

    [Fact]
    public void Compare_WithItself_FindsNothing() =>
        Gen.Select(JsonGen.Any, Gen.OneOf(Mask, SetMask, ToleranceMask).Array[0, 4]).Sample((json, masks) =>
        {
            var record = Records.Step(JsonGen.Canonical(json));
            StepComparer.Compare(record, record, MaskSet.Compile(masks).ForStep("first", "POST /query"), new SessionTokens(), new SessionTokens()).IsIdentical.Should().BeTrue();
        });

    [Fact]
    public void Compare_SetInAnyOrder_FindsNothing_AndTheDigestsAreEqual() =>
        Gen.Select(JsonGen.Small.Array[0, 5], Gen.OneOf(Mask, ToleranceMask).Array[0, 2], SetMask).SelectMany((items, masks, set) => Gen.Shuffle(items).Select(shuffled => (items, shuffled, masks, set))).Sample(drawn =>
        {
            // Tokens are numbered by their order, so that a masked token in a set without a key can only be told apart by what stands beside it.
            MaskSpec[] masks = [drawn.set with { At = "" }, .. drawn.masks.Where(mask => mask.Kind != MaskKind.Token)];
            var step = MaskSet.Compile(masks).ForStep("first", "POST /query");
            var left = Records.Step($"[{string.Join(',', drawn.items)}]");
            var right = Records.Step($"[{string.Join(',', drawn.shuffled)}]");
            var sides = new Sides();

            sides.Digest(left, step, true).Should().Equal(sides.Digest(right, step, false));
            StepComparer.Compare(left, right, step, sides.Expected, sides.Actual).Divergences.Should().BeEmpty();
        });

    [Fact]
    public void Compare_AnyMask_NeverHidesADifferenceElsewhere() =>
        Gen.Select(JsonGen.Small, JsonGen.Small, Gen.OneOf(Mask, SetMask, ToleranceMask)).Sample((left, right, mask) =>
        {
            // What a mask hides is below its own member of the body: "own" is masked in every way, "other" is not.
            var step = MaskSet.Compile([mask with { At = "/own" + mask.At }]).ForStep("first", "POST /query");
            var sides = new Sides();
            var expected = Records.Step($$"""{"other":{{left}},"own":{{left}}}""");
            var actual = Records.Step($$"""{"other":{{right}},"own":{{right}}}""");
            var isEqual = sides.Digest(expected, step, true).SequenceEqual(sides.Digest(actual, step, false));
            var comparison = StepComparer.Compare(expected, actual, step, sides.Expected, sides.Actual);

            (comparison.IsIdentical || isEqual).Should().Be(left == right);
        });

    [Fact]
    public void Compare_TheOtherWayRound_SwapsMissingAndExtra() =>
        Gen.Select(JsonGen.Small, JsonGen.Small, Mask.Array[0, 2]).Sample((left, right, masks) =>
        {
            var step = MaskSet.Compile(masks).ForStep("first", "POST /query");
            var forth = StepComparer.Compare(Records.Step(left), Records.Step(right), step, new SessionTokens(), new SessionTokens());
            var back = StepComparer.Compare(Records.Step(right), Records.Step(left), step, new SessionTokens(), new SessionTokens());
            back.Divergences.Should().Equal(forth.Divergences.Select(divergence => new Divergence(divergence.Pointer, Swap(divergence.Class), divergence.Actual, divergence.Expected)));
        });

    [Fact]
    public void Compare_BodyDivergence_PointsAtAPlaceOfOneSide() =>
        Gen.Select(JsonGen.Small, JsonGen.Small).Sample((left, right) =>
        {
            var comparison = StepComparer.Compare(Records.Step(left), Records.Step(right), StepMasks.None, new SessionTokens(), new SessionTokens());
            foreach (var divergence in comparison.Divergences)
            {
                Find(left, divergence.Pointer).Should().Be(divergence.Expected);
                Find(right, divergence.Pointer).Should().Be(divergence.Actual);
            }
        });

    [Fact]
    public void Leaves_AnyMasks_AddUp() => Gen.Select(JsonGen.Small, Gen.OneOf(Mask, SetMask).Array[0, 3]).Sample((json, masks) =>
    {
        var body = Records.Json(json);
        var leaves = MaskSet.Compile(masks).ForStep("first", "POST /query").CountLeaves(body);
        leaves.Total.Should().Be(StepMasks.None.CountLeaves(body).Total).And.BePositive();
        (leaves.Compared + leaves.Opaque).Should().BeLessThanOrEqualTo(leaves.Total);
    });

    private static string Find(string json, string pointer)
    {
        JsonPointer.TryParse(pointer, out var place, out _).Should().BeTrue();
        using var document = System.Text.Json.JsonDocument.Parse(json);
        return place!.TryEvaluate(document.RootElement, out var value) ? value.GetRawText() : "";
    }

    private static DivergenceClass Swap(DivergenceClass @class) => @class switch
    {
        DivergenceClass.Missing => DivergenceClass.Extra,
        DivergenceClass.Extra => DivergenceClass.Missing,
        _ => @class,
    };

    private sealed class Sides
    {
        public SessionTokens Expected { get; } = new();

        public SessionTokens Actual { get; } = new();

        public byte[] Digest(StepRecord record, StepMasks masks, bool isExpected)
        {
            var digest = new byte[CompareDigest.Length];
            CompareDigest.Compute(record, masks, isExpected ? Expected : Actual, digest);
            return digest;
        }
    }
}
