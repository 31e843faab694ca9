using System.Globalization;
using System.Text.RegularExpressions;
using TestOps.EndToEnd.Tests.Binary;

namespace TestOps.EndToEnd.Tests.RealInput;

/// <summary>Does with a drift report what its reader does: takes the proposed masks as they are printed and pastes them into the suite.</summary>
internal static partial class MaskPatch
{
    /// <summary>The masks that a report proposes, a line each.</summary>
    public static IReadOnlyList<string> Of(ProgramResult result) => [.. Mask().Matches(result.Out).Select(match => match.Value.Trim())];

    /// <summary>The score that the report says they would give.</summary>
    public static double PredictedScore(ProgramResult result) => double.Parse(Predicted().Match(result.Out).Groups[1].Value, CultureInfo.InvariantCulture);

    /// <summary>Appends the patch, every character as it was printed, to the suite, which ends with its <c>replay:</c> section.</summary>
    public static void Paste(Sandbox sandbox, string suite, ProgramResult result)
    {
        var text = File.ReadAllText(Path.Combine(sandbox.Folder, suite));

        // The samples write the section in one line; what is pasted are lines of their own.
        var lines = Replay().Replace(text, match => $"replay:\n  {match.Groups["keys"].Value.Replace(", ", "\n  ", StringComparison.Ordinal)}\n");
        lines.Should().NotBe(text);
        var patch = Printed().Match(result.Out);
        patch.Success.Should().BeTrue("{0}", result);
        sandbox.Write(suite, lines.TrimEnd('\n') + "\n" + patch.Value);
    }

    [GeneratedRegex("^ +- \\{ step: .*\\}$", RegexOptions.Multiline)]
    private static partial Regex Mask();

    [GeneratedRegex("^  masks:\n(    - .*\n)+", RegexOptions.Multiline)]
    private static partial Regex Printed();

    [GeneratedRegex("^  would give +([0-9.]+) ", RegexOptions.Multiline)]
    private static partial Regex Predicted();

    [GeneratedRegex("^replay: \\{ (?<keys>.*) \\}\n", RegexOptions.Multiline)]
    private static partial Regex Replay();
}
