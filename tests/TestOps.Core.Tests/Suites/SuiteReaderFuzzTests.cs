using CsCheck;
using TestOps.Core.Suites;
using TestOps.Core.Suites.Reading;
using TestOps.Testing.Fuzzing;

namespace TestOps.Core.Tests.Suites;

/// <summary>Whatever the text says, reading it gives a suite or problems, and never throws.</summary>
public sealed class SuiteReaderFuzzTests
{
    private static readonly string[] s_seeds =
    [
        TestFiles.Read("Suites/full-suite.json"),
        TestFiles.Read("Suites/design-example.yaml"),
        TestFiles.ReadRepository("samples/toron/suite.yaml"),
        SuiteTemplate.For("http"),
    ];

    private static readonly string[] s_fragments =
    [
        "{", "}", "[", "]", ":", ": ", ",", "\n", "\n  ", "- ", "\"", "'", "#", "&a ", "*a", "!!str ", "!x ", "|", ">", "? ", "---", "...", "%", "@", "`", "~", "null", "true",
        ".nan", ".inf", "-1", "0", "1e400", "99999999999999999999", "0x", "${", "${env.X}", "${keep.x}", "${data.nope.x}", "\\", "\\u", "\t", "\0", "\uD800", "\uFEFF", "é", "<<: ", "5", "500ms",
        "(", "(a+)+$", "js: \"(\"", "at: x", "of: x", "secret: true", "use: x", "\r", "\u0085", "\u2028",
    ];

    private static readonly Gen<(int Kind, double Place, double Length, string Fragment)> s_edit =
        Gen.Select(Gen.Int[0, 4], Gen.Double.Unit, Gen.Double.Unit, OneOf(s_fragments));

    [Fact]
    public Task Read_MutatedSuite_GivesASuiteOrCompleteProblems()
        => WithinAsync(() => Gen.Select(OneOf(s_seeds), s_edit.Array[1, 6]).Sample(
            static (seed, edits) => AssertComplete(edits.Aggregate(seed, Apply)),
            iter: 1000));

    [Fact]
    public Task Read_AnyText_GivesProblems() => WithinAsync(() => Gen.String.Sample(AssertComplete));

    [Fact]
    public Task Read_AnyFragments_GivesProblems()
        => WithinAsync(() => OneOf([.. s_fragments, "version", "sim", "steps", "name", "call", "x", " "]).Array[0, 40].Sample(static fragments => AssertComplete(string.Concat(fragments)), iter: 1000));

    // A hang fails the test instead of the whole run.
    private static Task WithinAsync(Action samples) => Task.Run(samples, TestContext.Current.CancellationToken).WaitAsync(FuzzBudget.Deadline, TestContext.Current.CancellationToken);

    private static Gen<string> OneOf(string[] texts) => Gen.Int[0, texts.Length - 1].Select(index => texts[index]);

    private static void AssertComplete(string text)
    {
        var reading = SuiteReader.Read(text, "fuzz.yaml");

        (reading.Suite is null).Should().Be(reading.Problems.Count > 0);
        foreach (var problem in reading.Problems)
        {
            problem.Path.Should().NotBeEmpty();
            problem.Message.Should().NotBeEmpty();
            problem.Hint.Should().NotBeEmpty();
            problem.Line.Should().BeGreaterThanOrEqualTo(0);
            problem.ToString().Should().NotContain("\0");
        }
    }

    private static string Apply(string text, (int Kind, double Place, double Length, string Fragment) edit)
    {
        var start = (int)(edit.Place * text.Length);
        var length = Math.Min((int)(edit.Length * edit.Length * 60), text.Length - start);
        return edit.Kind switch
        {
            0 => text.Insert(start, edit.Fragment),
            1 => text.Remove(start, length),
            2 => string.Concat(text.AsSpan(0, start), edit.Fragment, text.AsSpan(start + length)),
            3 => text.Insert(start, text.Substring(start, length)),
            _ => text[..start] + (start < text.Length ? text[(start + 1)..] : ""),
        };
    }
}
