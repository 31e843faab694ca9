using System.Text.RegularExpressions;
using TestOps.EndToEnd.Tests.Binary;

namespace TestOps.EndToEnd.Tests.Failures;

/// <summary>Runs a suite and checks what holds for every failure, whatever it is.</summary>
internal static partial class FailureRun
{
    // A heap of 128 MiB: an answer that is kept beyond its limit does not fit, and the run would die.
    private static readonly Dictionary<string, string?> s_bounded = new() { ["DOTNET_GCHeapHardLimit"] = "0x8000000" };

    // A busy machine says so; that is no part of what the engine did.
    private const string OfThisMachine = "LOAD.GENERATOR_SATURATED";

    private static readonly TimeSpan s_deadline = TimeSpan.FromMinutes(2);

    public static async Task<ProgramResult> CheckAsync(Sandbox sandbox, string suite, string end, IReadOnlyList<string> incidents, string says)
    {
        sandbox.Write("suite.yaml", suite);
        var result = await TestOpsBinary.RunAsync(["run", "suite.yaml"], sandbox.Folder, s_bounded, deadline: s_deadline);

        var ends = end.Split(" or ");
        $"{Completed().Match(result.Out).Groups[1].Value} {result.ExitCode}".Should().BeOneOf(ends, "{0}", result);
        result.Error.Should().NotContain("   at ", "a person cannot use a stack trace");
        var told = WarRoom.Read(sandbox);
        var codes = told.Select(incident => incident.Code).Where(code => code != OfThisMachine).Distinct().ToList();
        if (ends.Length > 1)
        {
            // A race: which end it took decides what is told.
            codes.Should().BeSubsetOf(incidents, "{0}", result);
        }
        else
        {
            result.Out.Should().Contain(says, "{0}", result);
            codes.Should().BeEquivalentTo(incidents, "{0}", result);
        }

        told.Should().AllSatisfy(incident =>
        {
            incident.Suggestion.Should().NotBeEmpty();
            incident.Reproduce.Should().StartWith("testops ").And.NotContain("SUITE");
            incident.Message.Length.Should().BeLessThan(1500, "a person reads it");
        });
        var verified = await sandbox.RunAsync("verify", "last", "--deep");
        verified.ExitCode.Should().Be(0, "{0}", verified);
        return result;
    }

    [GeneratedRegex("Run completed with status ([A-Z]+)")]
    private static partial Regex Completed();
}
