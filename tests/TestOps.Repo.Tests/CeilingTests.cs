using TestOps.Repo.Tests.Rules;
using TestOps.Repo.Tests.Sources;

namespace TestOps.Repo.Tests;

/// <summary>
/// Sizes. A file's size is its lines. A method's is counted from the first line of its signature to its closing brace or semicolon, found by matching braces
/// in code without comments and texts; constructors, operators, accessors and top-level local functions count as methods, functions inside of one do not.
/// </summary>
public sealed class CeilingTests
{
    private const int SourceLinesMax = 500;
    private const int TestLinesMax = 800;
    private const int MethodLinesMax = 70;
    private const int MethodLinesP90 = 30;
    private const int SourceLinesMedian = 60;
    private const int SourceLinesP90 = 200;

    [Fact]
    public void SourceFiles_All_StayBelowTheCeiling() =>
        RuleExceptions.Check("source lines", RepositoryFiles.Source.Where(file => file.Lines > SourceLinesMax).Select(file => new Finding(file.Path, $"{file.Lines} lines, {SourceLinesMax} at most")));

    [Fact]
    public void TestFiles_All_StayBelowTheCeiling() =>
        RuleExceptions.Check("test lines", RepositoryFiles.Tests.Where(file => file.Lines > TestLinesMax).Select(file => new Finding(file.Path, $"{file.Lines} lines, {TestLinesMax} at most")));

    [Fact]
    public void Methods_All_StayBelowTheCeiling() =>
        RuleExceptions.Check(
            "method lines",
            RepositoryFiles.Source.Concat(RepositoryFiles.Tests).SelectMany(file => file.Members).Where(member => member.Lines > MethodLinesMax)
                .Select(member => new Finding(member.Path, $"line {member.Line}: {member.Signature} has {member.Lines} lines, {MethodLinesMax} at most")));

    [Fact]
    public void SourceFiles_InTheMiddleAndNearTheTop_AreSmall()
    {
        var lines = RepositoryFiles.Source.Select(file => file.Lines).Order().ToList();
        TestContext.Current.TestOutputHelper!.WriteLine($"{lines.Count} source files: median {Quantile(lines, 50)}, p90 {Quantile(lines, 90)}, max {lines[^1]} lines");

        Quantile(lines, 50).Should().BeLessThanOrEqualTo(SourceLinesMedian);
        Quantile(lines, 90).Should().BeLessThanOrEqualTo(SourceLinesP90);
    }

    [Fact]
    public void Methods_NearTheTop_AreSmall()
    {
        // Of those with a block: expression bodies would only flatter the number.
        var lines = RepositoryFiles.Source.SelectMany(file => file.Members).Where(member => member.HasBlock).Select(member => member.Lines).Order().ToList();
        TestContext.Current.TestOutputHelper!.WriteLine($"{lines.Count} methods with a block: median {Quantile(lines, 50)}, p90 {Quantile(lines, 90)}, max {lines[^1]} lines");

        Quantile(lines, 90).Should().BeLessThanOrEqualTo(MethodLinesP90);
    }

    /// <summary>The value by nearest rank.</summary>
    private static int Quantile(List<int> sorted, int percent) => sorted[((sorted.Count * percent) + 99) / 100 - 1];
}
