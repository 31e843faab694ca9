using System.Text.RegularExpressions;
using TestOps.Testing.Golden;

namespace TestOps.Cli.Tests.Reports;

/// <summary>Whole outputs as people see them in a pipe.</summary>
public sealed partial class ReportGoldenTests
{
    [Theory]
    [InlineData("run-pass.txt", "run")]
    [InlineData("run-drift.txt", "run", "--fault", "drift:/consensus/model")]
    [InlineData("run-hang.txt", "run", "--fault", "hang")]
    [InlineData("run-error.txt", "run", "--fault", "error", "--users", "40")]
    [InlineData("try.txt", "try", "ask", "--session", "2", "--suite")]
    public async Task Output_InAPipe_EqualsItsGoldenFile(string golden, string command, params string[] args)
    {
        using var rig = new CliRig();
        var suite = rig.WriteSuite();

        var result = await rig.RunAsync(command == "try" ? [command, .. args, suite] : [command, suite, .. args]);

        Check(golden, result);
    }

    [Theory]
    [InlineData("verify.txt", "verify", "last", "--deep")]
    [InlineData("replay.txt", "replay", "last", "--fault", "hash-order")]
    [InlineData("show-drift.txt", "show", "last")]
    [InlineData("diff.txt", "diff", "last", "last")]
    [InlineData("history.txt", "history")]
    public async Task OutputOverADrift_EqualsItsGoldenFile(string golden, params string[] args)
    {
        using var rig = new CliRig();
        await rig.RunAsync("run", rig.WriteSuite(), "--fault", "drift:/consensus/model");

        var result = await rig.RunAsync(args);

        // In the history, a longer duration widens its column.
        Check(golden, golden == "history.txt" ? result with { Out = Gap().Replace(result.Out, "  ") } : result);
    }

    private static void Check(string golden, CliResult result)
    {
        result.Error.Should().BeEmpty();
        result.Out.Should().MatchRegex(@"\A[\n -~]*\z", "a pipe gets plain ASCII");
        GoldenFile.Check(Repository.Golden(golden), Normalise(result.Out));
    }

    // What differs between two equal runs: ids, instants, wall times, and digests that cover them.
    private static string Normalise(string text)
    {
        text = Id().Replace(text, "00000000-0000-7000-8000-000000000000");
        text = ShortId().Replace(text, "00000000-0000");
        text = Instant().Replace(text, "2026-01-01T00:00:00Z");
        text = Took().Replace(text, "N ms");
        return Digest().Replace(text, match => new string('x', match.Length));
    }

    [GeneratedRegex("(?<=\\S) {2,}(?=\\S)")]
    private static partial Regex Gap();

    [GeneratedRegex("[0-9a-f]{8}-[0-9a-f]{4}-7[0-9a-f]{3}-[0-9a-f]{4}-[0-9a-f]{12}")]
    private static partial Regex Id();

    [GeneratedRegex("^[0-9a-f]{8}-[0-9a-f]{4}", RegexOptions.Multiline)]
    private static partial Regex ShortId();

    [GeneratedRegex(@"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ")]
    private static partial Regex Instant();

    [GeneratedRegex(@"(?<=(in|after|took|Z,|Z +) )[\d.]+ (ms|s)(?!\w)")]
    private static partial Regex Took();

    [GeneratedRegex(@"\b[0-9a-f]{12}(?= fits)|(?<=root )[0-9a-f]{12}")]
    private static partial Regex Digest();
}
