using System.CommandLine.Parsing;
using TestOps.Core.Suites;

namespace TestOps.Cli.Commands;

/// <summary>Reads durations as suites write them: <c>500ms</c>, <c>30s</c>, <c>1m30s</c>.</summary>
internal static class Durations
{
    public static TimeSpan? Parse(ArgumentResult argument)
    {
        var text = argument.Tokens[0].Value;
        if (!DurationText.TryParse(text, out var duration, out var problem))
        {
            argument.AddError($"'{text}' is no duration: {problem}");
            return null;
        }

        if (duration <= TimeSpan.Zero)
        {
            argument.AddError($"'{text}': the duration must be longer than 0");
            return null;
        }

        return duration;
    }
}
