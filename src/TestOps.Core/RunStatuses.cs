namespace TestOps.Core;

/// <summary>The printed names of <see cref="RunStatus"/>.</summary>
public static class RunStatuses
{
    /// <summary>The name in capitals, as printed everywhere.</summary>
    public static string ToText(this RunStatus status) => status.ToString().ToUpperInvariant();

    /// <summary>Whether the run has ended.</summary>
    public static bool IsFinal(this RunStatus status) => status is not (RunStatus.Pending or RunStatus.Running);

    /// <summary>Reads a printed name.</summary>
    /// <exception cref="FormatException">No status has that name.</exception>
    public static RunStatus Parse(string text) =>
        Enum.TryParse<RunStatus>(text, ignoreCase: true, out var status) ? status : throw new FormatException($"'{text}' is no run status.");
}
