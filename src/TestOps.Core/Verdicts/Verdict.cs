namespace TestOps.Core.Verdicts;

/// <summary>The end of a run: a pure fold over plan and journal.</summary>
public sealed record Verdict
{
    /// <summary>The run's final status.</summary>
    public required RunStatus Status { get; init; }

    /// <summary>The exit code that says the same.</summary>
    public required ExitCode ExitCode { get; init; }

    /// <summary>Why, where the status is not a matter of gates; null otherwise.</summary>
    public string? Cause { get; init; }

    /// <summary>Every gate, in the order in which it was measured.</summary>
    public required IReadOnlyList<Gate> Gates { get; init; }

    /// <summary>Score, floored to two decimals; null without one.</summary>
    public double? DeterminismScore { get; init; }

    /// <summary>Whether the score is below its floor, in total or in a scenario.</summary>
    public bool DriftDetected { get; init; }

    /// <summary>Sessions that diverged in at least one replay.</summary>
    public long DivergentSessions { get; init; }
}
