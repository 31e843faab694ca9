using System.Globalization;
using TestOps.Core.Suites;
using TestOps.Load.K6;

namespace TestOps.Load.Tests.K6;

/// <summary>docs/reference/load.md and samples/k6-script say what the driver does.</summary>
public sealed class K6ReferenceTests
{
    private static readonly string s_root = Root();

    /// <summary>Each exit code of the page's table, with what the page says of the gate and of the incident.</summary>
    public static TheoryData<int, string, string> Documented
    {
        get
        {
            var rows = new TheoryData<int, string, string>();
            var lines = File.ReadLines(Path.Combine(s_root, "docs", "reference", "load.md")).SkipWhile(line => !line.StartsWith("| exit code |", StringComparison.Ordinal)).Skip(2).TakeWhile(line => line.StartsWith('|'));
            foreach (var cells in lines.Select(line => line.Split('|', StringSplitOptions.TrimEntries)[1..^1]))
            {
                foreach (var code in cells[0].Split(", ").Where(code => code.All(char.IsAsciiDigit)))
                {
                    rows.Add(int.Parse(code, CultureInfo.InvariantCulture), cells[2], cells[3].Trim('`'));
                }
            }

            return rows;
        }
    }

    [Fact]
    public void Documented_NamesEveryCodeOfK6() =>
        Documented.Select(row => row.Data.Item1).Should().Equal(0, 99, 97, 98, 100, 101, 102, 103, 104, 105, 106, 107, 108, 109, 110, 255, 137);

    [Theory]
    [MemberData(nameof(Documented))]
    public async Task RunAsync_EveryExitCode_IsWhatThePageSays(int exitCode, string gate, string incident)
    {
        await using var bench = await K6Bench.CreateAsync(exitCode == 99 ? "threshold-crossed" : "pass", sandbox => sandbox.Play("exit", exitCode));

        await bench.RunAsync();

        bench.Gates["k6"].Should().Be(gate switch { "holds" => "PASS", "fails" => "FAIL", _ => "?" });
        bench.Incidents.Should().Equal(incident.Length == 0 ? [] : [incident]);
    }

    [Fact]
    public void Arguments_ThatThePageLists_AreThoseThatAreAllowed()
    {
        var page = File.ReadAllText(Path.Combine(s_root, "docs", "reference", "load.md"));
        var listed = page[(page.IndexOf("`args` takes", StringComparison.Ordinal) + 12)..].Split('`')[1].Split([' ', '\n'], StringSplitOptions.RemoveEmptyEntries);
        var switches = listed.Where(flag => K6Rules.Check(Load(flag), s_root).All(problem => !problem.Path.StartsWith("load.args", StringComparison.Ordinal))).ToList();
        var valued = listed.Except(switches).ToList();

        switches.Should().BeEquivalentTo("--discard-response-bodies", "--insecure-skip-tls-verify", "--no-connection-reuse", "--no-setup", "--no-teardown", "--no-vu-connection-reuse", "--throw", "-w");
        K6Rules.Check(Load([.. valued.SelectMany(flag => new[] { flag, "1" })]), s_root).Should().OnlyContain(problem => problem.Path == "load.script");
        var refused = K6Rules.Check(Load("--bogus"), s_root).Single(problem => problem.Path == "load.args[0]");
        refused.Hint.Should().Be($"use one of {string.Join(' ', listed.Order(StringComparer.Ordinal))}");
    }

    [Fact]
    public void Sample_IsWhatTheDriverTakes()
    {
        var folder = Path.Combine(s_root, "samples", "k6-script");
        var suite = Core.Suites.Reading.SuiteReader.ReadOrThrow(File.ReadAllText(Path.Combine(folder, "suite.yaml")), "suite.yaml");

        suite.Load!.Driver.Should().Be("k6");
        K6Rules.Check(suite.Load, folder).Should().BeEmpty();
    }

    private static LoadSpec Load(params string[] arguments) => new() { Driver = "k6", Scenarios = [], Script = new K6ScriptSpec { File = "load.js", Arguments = arguments } };

    private static string Root()
    {
        for (var folder = new DirectoryInfo(AppContext.BaseDirectory); folder is not null; folder = folder.Parent)
        {
            if (File.Exists(Path.Combine(folder.FullName, "TestOps.slnx")))
            {
                return folder.FullName;
            }
        }

        throw new InvalidOperationException("The tests do not run from within the repository.");
    }
}
