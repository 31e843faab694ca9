using System.Text;
using TestOps.Testing.Fuzzing;

namespace TestOps.Core.Tests.Fuzzing;

/// <summary>A failed mutant is named by seed and number: it must come back from them alone.</summary>
public sealed class MutatorTests
{
    private static readonly byte[] Input = Encoding.UTF8.GetBytes("""{"schema":"testops-snapshot-1","sessions":[1,2,3]}""");

    [Fact]
    public void Mutate_SameSeedAndNumber_GivesTheSameBytesInAnyOrderOfAsking()
    {
        var forwards = Enumerable.Range(0, 200).Select(number => new Mutator(7, "sessions").Mutate(Input, number)).ToList();
        var mutator = new Mutator(7, "sessions");
        var backwards = Enumerable.Range(0, 200).Reverse().Select(number => mutator.Mutate(Input, number)).Reverse().ToList();
        backwards.Should().BeEquivalentTo(forwards, options => options.WithStrictOrdering());
    }

    [Fact]
    public void Mutate_OtherSeed_GivesOtherBytes() =>
        Enumerable.Range(0, 50).Count(number => new Mutator(1).Mutate(Input, number).SequenceEqual(new Mutator(2).Mutate(Input, number))).Should().BeLessThan(5);

    [Fact]
    public void Mutate_ManyNumbers_ShortensLengthensFlipsAndSplices()
    {
        var mutator = new Mutator(1, "SPLICED");
        var mutants = Enumerable.Range(0, 500).Select(number => mutator.Mutate(Input, number)).ToList();
        mutants.Should().Contain(mutant => mutant.Length < Input.Length);
        mutants.Should().Contain(mutant => mutant.Length > Input.Length);
        mutants.Should().Contain(mutant => mutant.Length == Input.Length && !mutant.SequenceEqual(Input));
        mutants.Should().Contain(mutant => Encoding.Latin1.GetString(mutant).Contains("SPLICED", StringComparison.Ordinal));
        mutants.Should().OnlyContain(mutant => mutant.Length < 16 * 1024);
        mutants.Count(mutant => mutant.SequenceEqual(Input)).Should().BeLessThan(25);
    }

    [Fact]
    public void Mutate_EmptyInput_GivesSomethingOrNothing() =>
        Enumerable.Range(0, 200).Select(number => new Mutator(3).Mutate([], number)).Should().Contain(mutant => mutant.Length > 0);

    [Theory]
    [InlineData(null, FuzzBudget.Default)]
    [InlineData("", FuzzBudget.Default)]
    [InlineData("100000", 100_000)]
    public void Parse_NumberOrNothing_IsTheBudget(string? text, int expected) => FuzzBudget.Parse(text).Should().Be(expected);

    [Theory]
    [InlineData("0")]
    [InlineData("-1")]
    [InlineData("many")]
    public void Parse_NoPositiveInteger_IsRefusedByName(string text) =>
        FluentActions.Invoking(() => FuzzBudget.Parse(text)).Should().Throw<FormatException>().WithMessage($"*TESTOPS_FUZZ_MUTANTS*{text}*");
}
