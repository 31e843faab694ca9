using System.Text.Json.Nodes;
using TestOps.Core.Suites.Reading;

namespace TestOps.Core.Tests.Suites;

/// <summary>The engine section of a program that speaks JSON lines.</summary>
public sealed class ProcessEngineTests
{
    [Fact]
    public void Read_OfAProgram_KeepsItsTemplates()
    {
        var reading = FullSuite.Process().Read();

        reading.Problems.Should().BeEmpty();
        var engine = reading.Suite!.Engine;
        engine.Kind.Should().Be("process");
        engine.Start!.Command.Should().Equal("python3", "engine.py", "${vars.base}");
        engine.Start.Environment.Should().Equal(new Dictionary<string, string> { ["PYTHONHASHSEED"] = "0", ["KEY"] = "${env.KEY}", ["EMPTY"] = "" });
        engine.Start.Directory.Should().Be("engines/shelf");
        engine.Start.Timeout.Should().Be(TimeSpan.FromMinutes(1));
        engine.Timeout.Should().Be(TimeSpan.FromSeconds(10));
        engine.MaxBodyBytes.Should().Be(1024 * 1024);
    }

    [Fact]
    public void Read_OfWrongKeys_ReportsAllOfThem()
    {
        var suite = FullSuite.Process();
        suite.Root["engine"] = new JsonObject
        {
            ["kind"] = "process",
            ["command"] = new JsonArray(),
            ["env"] = new JsonObject { ["A B"] = "1", ["USER"] = "${data.accounts.user}" },
            ["directory"] = "../elsewhere",
            ["base_url"] = "http://127.0.0.1:1",
            ["fault"] = "hang",
        };
        suite.Root["load"] = new JsonObject { ["scenarios"] = new JsonObject { ["a"] = new JsonObject { ["executor"] = "shared-iterations" } } };

        suite.Read().Problems.Select(problem => $"{problem.Path}: {problem.Message}").Should().Contain(
        [
            "engine.command: must have 1 to 200 parts, has 0",
            "engine.directory: must be the suite's folder or one below it, was '../elsewhere'",
            "engine.base_url: 'base_url' belongs to engines of kind http",
            "engine.fault: 'fault' belongs to engines of kind toron",
            "engine.env.USER: 'data.accounts' has no value in the engine section",
            "load: an engine of kind process has no address that load could call",
        ]).And.Contain(problem => problem.EndsWith("is no name of an environment variable", StringComparison.Ordinal));
    }

    [Fact]
    public void Read_WithoutACommand_SaysWhatToAdd()
    {
        var suite = FullSuite.Process();
        suite.Root["engine"] = new JsonObject { ["kind"] = "process" };

        suite.Read().Problems.Should().ContainSingle(problem => problem.Path == "engine" && problem.Message == "'command' is missing" && problem.Hint == "add command: [python3, engine.py]");
    }

    [Fact]
    public void Read_OfACommandAsOneText_IsRefused()
    {
        var suite = FullSuite.Process();
        suite.Root["engine"]!["command"] = "python3 engine.py";

        suite.Read().Problems.Should().ContainSingle(problem => problem.Path == "engine.command" && problem.Hint.Contains("no shell", StringComparison.Ordinal));
    }
}
