using TestOps.Core.Safety;

namespace TestOps.Cli.Composition;

/// <summary>Which targets may be called here.</summary>
internal static class Targets
{
    /// <summary>Loopback, <paramref name="hosts"/>, and those in <c>TESTOPS_ALLOW_HOSTS</c>.</summary>
    public static TargetPolicy Policy(CliHost host, IReadOnlyList<string> hosts) =>
        new([.. hosts, .. (host.Environment("TESTOPS_ALLOW_HOSTS") ?? "").Split(',', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries)]);
}
