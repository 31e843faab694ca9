using TestOps.Core.Suites;
using TestOps.Core.Suites.Reading;

namespace TestOps.Core.Tests.Suites;

public sealed class SuiteLinesTests
{
    private const string Text = """
        sim:
          scenarios:
            ask:
              steps:
                - think: 1s
                - name: again
                  body:
                    prompt: x
        load:
          thresholds:
            "http_req_duration{name:ask}": ["p(95)<1"]
        """;

    [Theory]
    [InlineData("sim", 1)]
    [InlineData("sim.scenarios.ask", 3)]
    [InlineData("sim.scenarios.ask.steps[1].body.prompt", 8)]
    [InlineData("sim.scenarios.ask.steps.again.body", 7)]
    [InlineData("sim.scenarios.ask.steps.other.body", 4)]
    [InlineData("sim.scenarios.ask.weight", 3)]
    [InlineData("load.thresholds[\"http_req_duration{name:ask}\"]", 11)]
    [InlineData("load.thresholds.http_req_duration{name:ask}[0]", 11)]
    [InlineData("prompts.jsonl", 0)]
    [InlineData("", 0)]
    public void Locate_Path_GetsTheLineOfItsDeepestPart(string path, int line)
        => SuiteLines.Locate(Text, [new SuiteProblem(path, 0, "m", "h")]).Should().Equal(new SuiteProblem(path, line, "m", "h"));

    [Fact]
    public void Locate_ProblemWithALine_StaysAsItIs()
        => SuiteLines.Locate(Text, [new SuiteProblem("sim", 99, "m", "h")]).Single().Line.Should().Be(99);

    [Fact]
    public void Locate_TextThatIsNoYaml_FindsNothing()
        => SuiteLines.Locate("a: [", [new SuiteProblem("a", 0, "m", "h")]).Single().Line.Should().Be(0);
}
