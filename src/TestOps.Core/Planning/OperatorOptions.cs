namespace TestOps.Core.Planning;

/// <summary>What the operator gave a command besides the suite and its overrides. It changes no plan and is no part of the head; a command that is pasted later needs it.</summary>
public sealed record OperatorOptions
{
    /// <summary>Nothing.</summary>
    public static OperatorOptions None { get; } = new();

    /// <summary><c>--allow-host</c>: hosts that may be called besides loopback, as they were given. Default none.</summary>
    public IReadOnlyList<string> AllowedHosts { get; init; } = [];

    /// <summary><c>--data</c>: the data folder, as it was given; null, the default, where it was not.</summary>
    public string? DataFolder { get; init; }
}
