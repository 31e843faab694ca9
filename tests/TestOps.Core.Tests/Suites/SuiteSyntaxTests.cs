using System.Text;
using TestOps.Core.Suites.Reading;

namespace TestOps.Core.Tests.Suites;

/// <summary>What is no YAML, or is built to hurt, is refused with its line and within bounds.</summary>
public sealed class SuiteSyntaxTests
{
    [Theory]
    [InlineData("", 1, "the file is empty")]
    [InlineData("# only a comment\n", 1, "the file is empty")]
    [InlineData("a: [1,", 2, "not valid YAML")]
    [InlineData("a: 1\nb: 'x", 2, "not valid YAML")]
    [InlineData("a: 1\n b: 2", 2, "not valid YAML")]
    [InlineData("a: 1\nb:\n  c: 1\n\td: 2", 4, "not valid YAML")]
    [InlineData("a: { b: ${x} }", 1, "not valid YAML")]
    [InlineData("a: \"\\q\"", 1, "unknown escape")]
    [InlineData("a: 1\n---\nb: 2", 2, "a second document starts here")]
    [InlineData("a: *x", 1, "'*x' names no anchor")]
    [InlineData("a: &x [*x]", 1, "'*x' names no anchor")]
    [InlineData("a: 1\nb: !!binary aaaa", 2, "the tag 'tag:yaml.org,2002:binary' is not supported")]
    [InlineData("? [a]\n: 1", 1, "only text can be a key")]
    [InlineData("a: \"\\ud800\"", 1, "surrogate")]
    [InlineData("a: 1\nb: caf\uFFFD", 2, "not valid UTF-8")]
    [InlineData("a: {b: [}", 1, "not valid YAML")]
    public void Read_NoDocument_IsOneProblemWithItsLine(string text, int line, string message)
    {
        var problem = SuiteReader.Read(text, "suite.yaml").Problems.Should().ContainSingle().Subject;

        (problem.Path, problem.Line).Should().Be(("suite.yaml", line));
        problem.Message.Should().Contain(message);
        problem.Hint.Should().NotBeEmpty();
    }

    [Theory]
    [InlineData("just text")]
    [InlineData("[1, 2]")]
    [InlineData("42")]
    public void Read_NoMapping_IsAProblem(string text)
        => SuiteReader.Read(text, "suite.yaml").Problems.Should().ContainSingle().Which.Message.Should().StartWith("must be a mapping, was ");

    [Theory]
    [InlineData("[", "]")]
    [InlineData("{a: ", "}")]
    [InlineData("- ", "")]
    public void Read_DeepNesting_IsRefused(string open, string close)
    {
        var text = string.Concat(Enumerable.Repeat(open, 20_000)) + "x" + string.Concat(Enumerable.Repeat(close, 20_000));

        SuiteReader.Read(text, "suite.yaml").Problems.Should().ContainSingle().Which.Message.Should().Contain("nested deeper than 64 levels");
    }

    [Fact]
    public void Read_AliasBomb_IsRefused()
    {
        var text = new StringBuilder("a0: &a0 [x, x, x, x, x, x, x, x, x, x]\n");
        for (var level = 1; level < 12; level++)
        {
            text.Append($"a{level}: &a{level} [{string.Join(", ", Enumerable.Repeat($"*a{level - 1}", 10))}]\n");
        }

        SuiteReader.Read(text.ToString(), "suite.yaml").Problems.Should().ContainSingle().Which.Message.Should().Contain("more than 100000 values");
    }

    [Fact]
    public void Read_HugeFile_IsRefused()
        => SuiteReader.Read(new string('#', 1_000_001), "suite.yaml").Problems.Should().ContainSingle().Which.Message.Should().Contain("at most 1000000 are read");

    [Fact]
    public void Read_ManyProblems_AreCutAtTwoHundred()
    {
        var text = string.Concat(Enumerable.Range(0, 1000).Select(static number => $"key{number}: 1\n"));

        var problems = SuiteReader.Read(text, "suite.yaml").Problems;

        problems.Should().HaveCount(201);
        problems[^1].Message.Should().Be("more than 200 problems, the rest is left out");
    }

    [Theory]
    [InlineData(".inf")]
    [InlineData("-.Inf")]
    [InlineData(".nan")]
    [InlineData("1e999")]
    [InlineData("-1e999")]
    public void Read_BodyWithNoFiniteNumber_IsAProblem(string number)
    {
        var problem = SuiteReader.Read(Body(number), "suite.yaml").Problems.Should().ContainSingle().Subject;

        problem.Path.Should().Be("sim.scenarios.ask.steps[0].body.n");
        problem.Message.Should().StartWith($"{number} has no place in JSON");
    }

    [Fact]
    public void Read_NumberOfManyDigits_IsAProblemAndTakesNoTime()
        => SuiteReader.Read(Body(new string('9', 900_000)), "suite.yaml").Problems.Should().ContainSingle().Which.Path.Should().Be("sim.scenarios.ask.steps[0].body.n");

    [Fact]
    public void Read_LineEndsAndByteOrderMark_MakeNoDifference()
    {
        var windows = "\uFEFF" + Body("1").ReplaceLineEndings("\r\n");

        SuiteReader.Read(windows, "suite.yaml").Problems.Should().BeEmpty();
    }

    [Fact]
    public void Read_MergeKey_IsNotSupported()
        => SuiteReader.Read(Body("1") + "\n<<: { version: 1 }", "suite.yaml").Problems.Should().ContainSingle().Which.Hint.Should().StartWith("merge keys are not supported");

    private static string Body(string number) => $$"""
        version: 1
        name: body
        engine: { kind: toron }
        sim: { scenarios: { ask: { steps: [ { name: ask, call: POST /x, body: { n: {{number}} } } ] } } }
        """;
}
