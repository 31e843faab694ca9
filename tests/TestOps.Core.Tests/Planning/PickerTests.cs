using System.Text.Json;
using CsCheck;
using TestOps.Core.Planning;
using TestOps.Core.Suites;

namespace TestOps.Core.Tests.Planning;

/// <summary>Which scenario, which row, which sample: functions of seed and session alone.</summary>
public sealed class PickerTests
{
    [Fact]
    public void Pick_FirstSessionsOfSeed42_NeverChange()
    {
        var picker = new ScenarioPicker(Scenarios(8, 2));

        string.Concat(Enumerable.Range(0, 40).Select(session => picker.Pick(42, session).Name)).Should().Be("baaaaaaaaabaabaaaaaaaaaaaaaaabaaababbaba");
    }

    [Fact]
    public void Count_Weights_AreMetWithinChance()
    {
        var counts = new ScenarioPicker(Scenarios(8, 0, 2)).Count(7, 20_000);

        counts.Sum().Should().Be(20_000);
        counts[1].Should().Be(0, "a weight of 0 gets no session");
        counts[0].Should().BeInRange(15_700, 16_300, "8 of 10 is 16,000, and five standard deviations are 283");
    }

    [Fact]
    public void Count_AnyWeights_CountsWhatPickPicks()
        => Gen.Select(Gen.Int[0, 1000].Array[1, 6].Where(static weights => weights.Sum() > 0), Gen.ULong, Gen.Int[1, 200]).Sample(static (weights, seed, users) =>
        {
            var picker = new ScenarioPicker(Scenarios(weights));
            var counts = picker.Count(seed, users);
            var picked = Enumerable.Range(0, users).CountBy(session => picker.Pick(seed, session).Name).ToDictionary();
            return counts.Select((count, index) => picked.GetValueOrDefault(NameOf(index)) == count).All(static isSame => isSame);
        });

    [Fact]
    public void Constructor_NoWeight_IsRefused()
    {
        var create = () => new ScenarioPicker(Scenarios(0, 0));
        create.Should().Throw<ArgumentOutOfRangeException>();
    }

    [Fact]
    public void IndexOf_Sequential_GoesRound()
        => Enumerable.Range(0, 7).Select(static session => DataPicker.IndexOf(Table(DataPick.Sequential, 3), 42, session)).Should().Equal(0, 1, 2, 0, 1, 2, 0);

    [Fact]
    public void IndexOf_Unique_IsTheSession()
    {
        DataPicker.IndexOf(Table(DataPick.Unique, 3), 42, 2).Should().Be(2);
        var beyond = () => DataPicker.IndexOf(Table(DataPick.Unique, 3), 42, 3);
        beyond.Should().Throw<ArgumentException>().WithMessage("Session 3 has no row in 'rows', which has 3.*");
    }

    [Fact]
    public void IndexOf_Random_DependsOnSeedSessionAndNameAlone()
    {
        var table = Table(DataPick.Random, 1000);
        var rows = Enumerable.Range(0, 200).Select(session => DataPicker.IndexOf(table, 42, session)).ToList();

        Enumerable.Range(0, 200).Reverse().Select(session => DataPicker.IndexOf(table, 42, session)).Should().Equal(rows.AsEnumerable().Reverse());
        Enumerable.Range(0, 200).Select(session => DataPicker.IndexOf(table, 43, session)).Should().NotEqual(rows);
        Enumerable.Range(0, 200).Select(session => DataPicker.IndexOf(table with { Name = "other" }, 42, session)).Should().NotEqual(rows);
        rows.Distinct().Count().Should().BeGreaterThan(150);
    }

    [Fact]
    public void RowsOf_TwoSources_GivesARowOfEach()
    {
        var data = new Dictionary<string, DataTable> { ["rows"] = Table(DataPick.Sequential, 3), ["other"] = Table(DataPick.Unique, 5) with { Name = "other" } };

        var rows = DataPicker.RowsOf(data, 42, 4);

        rows["rows"].GetProperty("n").GetInt32().Should().Be(1);
        rows["other"].GetProperty("n").GetInt32().Should().Be(4);
    }

    [Fact]
    public void Choose_Sample_IsRisingAndNested()
    {
        var small = ReplaySample.Choose(42, 1000, 20);
        var large = ReplaySample.Choose(42, 1000, 50);

        small.Should().HaveCount(20).And.BeInAscendingOrder().And.OnlyHaveUniqueItems();
        large.Should().Contain(small);
        ReplaySample.Choose(43, 1000, 20).Should().NotEqual(small);
        ReplaySample.Choose(42, 5, 5).Should().Equal(0, 1, 2, 3, 4);
    }

    private static string NameOf(int index) => ((char)('a' + index)).ToString();

    private static List<ScenarioSpec> Scenarios(params int[] weights)
        => [.. weights.Select(static (weight, index) => new ScenarioSpec { Name = NameOf(index), Weight = weight, Steps = [] })];

    private static DataTable Table(DataPick pick, int rows)
        => new("rows", pick, [.. Enumerable.Range(0, rows).Select(static n => JsonSerializer.SerializeToElement(new { n }))], "00");
}
