using TestOps.Core.Suites;

namespace TestOps.Load.K6;

/// <summary>
/// The arguments that a suite may add to <c>k6 run</c>. What is not listed is refused: the driver owns outputs, summaries, logs and addresses, and what would replace the script's
/// scenarios (<c>-u -d -i -s</c>) does so silently and escapes the operator's caps, which are checked against the script's options.
/// </summary>
internal static class K6Arguments
{
    private static readonly string[] s_withValue =
    [
        "--batch", "--batch-per-host", "--block-hostnames", "--compatibility-mode", "--dns", "--env", "--local-ips", "--max-redirects", "--min-iteration-duration", "--rps", "--tag",
        "--user-agent", "-e",
    ];

    private static readonly string[] s_switches =
    [
        "--discard-response-bodies", "--insecure-skip-tls-verify", "--no-connection-reuse", "--no-setup", "--no-teardown", "--no-vu-connection-reuse", "--throw", "-w",
    ];

    // Those that decide what the init code does: inspect must see what run sees.
    private static readonly string[] s_ofInit = ["--compatibility-mode", "--env", "-e"];

    private static readonly string[] s_shapes = ["--duration", "--iterations", "--stage", "--vus", "--execution-segment", "-d", "-i", "-s", "-u"];

    /// <summary>All that are allowed, in ordinal order.</summary>
    public static IReadOnlyList<string> Allowed { get; } = [.. s_withValue.Concat(s_switches).Order(StringComparer.Ordinal)];

    /// <summary>Problems of the arguments, rendered or as the suite writes them.</summary>
    public static IEnumerable<SuiteProblem> Check(IReadOnlyList<string> arguments)
    {
        for (var index = 0; index < arguments.Count; index++)
        {
            var argument = arguments[index];
            var name = argument.Split('=', 2)[0];
            var path = FormattableString.Invariant($"load.args[{index}]");
            if (s_withValue.Contains(argument, StringComparer.Ordinal))
            {
                index++;
                if (index == arguments.Count)
                {
                    yield return new SuiteProblem(path, 0, $"{argument} has no value", $"write [{argument}, VALUE]");
                }
            }
            else if (!Allowed.Contains(name, StringComparer.Ordinal))
            {
                yield return Refuse(path, argument, name);
            }
        }
    }

    /// <summary>Those that <c>k6 inspect</c> needs, too.</summary>
    public static IEnumerable<string> OfInit(IReadOnlyList<string> arguments)
    {
        for (var index = 0; index < arguments.Count; index++)
        {
            var takesNext = s_withValue.Contains(arguments[index], StringComparer.Ordinal) && index + 1 < arguments.Count;
            if (s_ofInit.Contains(arguments[index].Split('=', 2)[0], StringComparer.Ordinal))
            {
                yield return arguments[index];
                if (takesNext)
                {
                    yield return arguments[index + 1];
                }
            }

            index += takesNext ? 1 : 0;
        }
    }

    private static SuiteProblem Refuse(string path, string argument, string name)
    {
        var shape = s_shapes.FirstOrDefault(shape => name == shape || (shape.Length == 2 && name.StartsWith(shape, StringComparison.Ordinal) && !name.StartsWith("--", StringComparison.Ordinal)));
        return shape is not null ? new SuiteProblem(path, 0, $"{argument} would replace the script's scenarios", "write it into the script's options")
            : name.StartsWith('-') ? new SuiteProblem(path, 0, $"{argument} is not allowed here: the driver decides it, or nobody has shown that it is harmless", $"use one of {string.Join(' ', Allowed)}")
            : new SuiteProblem(path, 0, $"'{argument}' is no flag", "k6 runs one script, which load.script names; write flags of k6 run, such as --tag");
    }
}
