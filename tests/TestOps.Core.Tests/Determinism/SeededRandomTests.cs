using System.Numerics;
using CsCheck;
using TestOps.Core.Determinism;

namespace TestOps.Core.Tests.Determinism;

public sealed class SeededRandomTests
{
    [Fact]
    public void Fork_DrawsOfOneStream_NeverMoveAnother() =>
        Gen.Select(Gen.ULong, Gen.Long, Gen.Int[0, 50]).Sample((seed, session, draws) =>
        {
            var disturbed = SeededRandom.ForSession(seed, session);
            var undisturbed = SeededRandom.ForSession(seed, session);
            for (var i = 0; i < draws; i++)
            {
                disturbed.NextUInt64();
                disturbed.Fork("data").NextInt64(7);
                disturbed.Fork("data").Fork("deep").NextUInt64();
            }

            disturbed.Fork("think").NextUInt64().Should().Be(undisturbed.Fork("think").NextUInt64());
        });

    [Fact]
    public void Fork_SameLabel_IsTheSameStream()
    {
        var random = SeededRandom.ForSession(1, 2);
        random.Fork("a").Should().BeSameAs(random.Fork("a"));
    }

    [Fact]
    public void ForSession_OtherSeedSessionOrLabel_IsAnotherStream() =>
        Gen.Select(Gen.ULong, Gen.Long[0, long.MaxValue - 1]).Sample((seed, session) =>
        {
            ulong[] first =
            [
                SeededRandom.ForSession(seed, session).NextUInt64(),
                SeededRandom.ForSession(seed + 1, session).NextUInt64(),
                SeededRandom.ForSession(seed, session + 1).NextUInt64(),
                SeededRandom.ForSession(seed, session).Fork("a").NextUInt64(),
                SeededRandom.ForSession(seed, session).Fork("b").NextUInt64(),
            ];
            first.Should().OnlyHaveUniqueItems();
        });

    [Fact]
    public void NextInt64_AnyBound_StaysBelowIt() =>
        Gen.Select(Gen.ULong, Gen.Long[1, long.MaxValue]).Sample((seed, bound) =>
            SeededRandom.ForSession(seed, 0).NextInt64(bound).Should().BeInRange(0, bound - 1));

    [Fact]
    public void NextInt64_ManyDraws_AreEvenlySpread()
    {
        var random = SeededRandom.ForSession(42, 0);
        var counts = new int[6];
        for (var i = 0; i < 60_000; i++)
        {
            counts[random.NextInt64(6)]++;
        }

        // Chi-squared with 5 degrees of freedom: 20.5 is the 99.9 % point.
        counts.Sum(count => (count - 10_000.0) * (count - 10_000.0) / 10_000).Should().BeLessThan(20.5);
    }

    [Fact]
    public void NextUInt64_NeighbouringSessions_ShareNoBits()
    {
        var equalBits = 0;
        for (var session = 0L; session < 1000; session++)
        {
            equalBits += 64 - BitOperations.PopCount(SeededRandom.ForSession(42, session).NextUInt64() ^ SeededRandom.ForSession(42, session + 1).NextUInt64());
        }

        // 64,000 fair coins: five standard deviations are 632.
        equalBits.Should().BeInRange(32_000 - 632, 32_000 + 632);
    }

    [Fact]
    public void NextUnit_Draws_StayBelowOne() =>
        Gen.ULong.Sample(seed => SeededRandom.ForSession(seed, 0).NextUnit().Should().BeInRange(0, 1 - (1.0 / (1UL << 53))));
}
