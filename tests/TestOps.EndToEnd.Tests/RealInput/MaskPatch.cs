using System.Text.RegularExpressions;
using TestOps.EndToEnd.Tests.Binary;

namespace TestOps.EndToEnd.Tests.RealInput;

/// <summary>Does with a drift report what its reader does: takes the proposed masks and pastes them into the suite.</summary>
internal static partial class MaskPatch
{
    /// <summary>The masks that a report proposes, a line each.</summary>
    public static IReadOnlyList<string> Of(ProgramResult result) => [.. Mask().Matches(result.Out).Select(match => match.Value.Trim())];

    /// <summary>Writes the suite again with <paramref name="masks"/> under <c>replay</c>.</summary>
    public static void Paste(Sandbox sandbox, string suite, IReadOnlyList<string> masks)
    {
        var text = File.ReadAllText(Path.Combine(sandbox.Folder, suite));
        var patched = Replay().Replace(text, match => $"replay:\n  {match.Groups["keys"].Value.Replace(", ", "\n  ", StringComparison.Ordinal)}\n  masks:\n{string.Concat(masks.Select(mask => $"    {mask}\n"))}");
        patched.Should().NotBe(text);
        sandbox.Write(suite, patched);
    }

    [GeneratedRegex("^ +- \\{ step: .*\\}$", RegexOptions.Multiline)]
    private static partial Regex Mask();

    [GeneratedRegex("^replay: \\{ (?<keys>.*) \\}$", RegexOptions.Multiline)]
    private static partial Regex Replay();
}
