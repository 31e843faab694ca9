using System.Text.RegularExpressions;
using TestOps.EndToEnd.Tests.Binary;

namespace TestOps.EndToEnd.Tests.Documentation;

/// <summary>The page that people follow first does what it says, command by command, in one folder.</summary>
public sealed partial class GettingStartedTests
{
    private const int AttemptsMax = 5;

    private static readonly string Page = File.ReadAllText(Path.Combine(Repository.Root, "docs/getting-started.md"));

    [Fact]
    public async Task Commands_OfThePage_PrintWhatItShows()
    {
        var blocks = Console().Matches(Page).SelectMany(block => Command().Matches(block.Groups["text"].Value)).ToList();
        blocks.Should().HaveCountGreaterThan(5);

        // A machine too busy to keep the load's schedule ends the run in a warning that the page does not show: then the page is begun anew.
        var attempts = 1;
        while (!await FollowAsync(blocks, isLast: attempts == AttemptsMax))
        {
            attempts++;
        }
    }

    [Fact]
    public async Task Suite_OfThePage_IsValid()
    {
        using var sandbox = new Sandbox();
        sandbox.Write("service.yaml", Yaml().Match(Page).Groups["text"].Value);

        var result = await sandbox.RunAsync("validate", "service.yaml");

        result.ExitCode.Should().Be(0, "{0}", result);
    }

    /// <summary>Gives every command of the page in a fresh folder; false where the machine was too busy for what the page shows.</summary>
    private static async Task<bool> FollowAsync(IReadOnlyList<Match> commands, bool isLast)
    {
        using var sandbox = new Sandbox();
        foreach (var command in commands)
        {
            var result = await sandbox.RunAsync(command.Groups["arguments"].Value.Split(' '));
            if (!isLast && result.Out.Contains("LOAD.GENERATOR_SATURATED", StringComparison.Ordinal))
            {
                return false;
            }

            var shown = command.Groups["output"].Value;
            result.ExitCode.Should().Be(Failure().IsMatch(shown) ? 12 : 0, "of {0}: {1}", command.Value, result);
            CheckInOrder(result.Out, shown);
        }

        return true;
    }

    private static void CheckInOrder(string actual, string shown)
    {
        var rest = Comparable(actual);
        foreach (var part in Omission().Split(shown).Select(Comparable).Where(part => part.Length > 0))
        {
            rest.Should().Contain(part);
            rest = rest[(rest.IndexOf(part, StringComparison.Ordinal) + part.Length)..];
        }
    }

    /// <summary>The text without what differs from run to run - ids, numbers, durations - and without its line breaks, which depend on their widths.</summary>
    private static string Comparable(string text) =>
        Blank().Replace(Duration().Replace(Number().Replace(Id().Replace(text, "ID"), "#"), "# s"), " ").Trim();

    [GeneratedRegex(@"^```console\n(?<text>.*?)^```", RegexOptions.Multiline | RegexOptions.Singleline)]
    private static partial Regex Console();

    [GeneratedRegex(@"^\$ \./testops\.sh (?<arguments>[^\n]+)\n(?<output>(?:(?!\$ )[^\n]*\n)*)", RegexOptions.Multiline)]
    private static partial Regex Command();

    [GeneratedRegex(@"^```yaml\n(?<text>.*?)^```", RegexOptions.Multiline | RegexOptions.Singleline)]
    private static partial Regex Yaml();

    [GeneratedRegex(@"^FAIL\b", RegexOptions.Multiline)]
    private static partial Regex Failure();

    [GeneratedRegex(@"^\.\.\.$", RegexOptions.Multiline)]
    private static partial Regex Omission();

    [GeneratedRegex(@"\b[0-9a-f]{8}-[0-9a-f]{4}(-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12})?\b")]
    private static partial Regex Id();

    [GeneratedRegex(@"\d+([.,]\d+)*")]
    private static partial Regex Number();

    [GeneratedRegex(@"#\s(ms|s|min|h)\b(\s#\s(ms|s|min)\b)*")]
    private static partial Regex Duration();

    [GeneratedRegex(@"\s+")]
    private static partial Regex Blank();
}
