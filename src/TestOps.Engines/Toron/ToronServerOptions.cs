namespace TestOps.Engines.Toron;

/// <summary>Settings of <c>testops engine toron</c>.</summary>
public sealed record ToronServerOptions
{
    /// <summary>Port on the loopback interface; 0 takes a free one.</summary>
    public int Port { get; init; }

    /// <summary>Whether computed answers take their modelled time (p50 about 1 s); false answers at once.</summary>
    public bool RealLatency { get; init; }

    /// <summary>Planted faults.</summary>
    public IReadOnlyList<ToronFault> Faults { get; init; } = [];

    /// <summary>Number of the instance for the faults <c>drift</c>, <c>type</c> and <c>hash-order</c>; null draws one, as every new process would.</summary>
    public int? Instance { get; init; }

    /// <summary>Wall time.</summary>
    public TimeProvider Time { get; init; } = TimeProvider.System;
}
