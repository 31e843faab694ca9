namespace TestOps.Engines.Toron;

/// <summary>An answer under way: known at once, or to be written when its latency is known.</summary>
internal readonly record struct ToronWork
{
    public required int Status { get; init; }

    /// <summary>The answer; meaningless while <see cref="IsPending"/>.</summary>
    public ReadOnlyMemory<byte> Body { get; init; }

    /// <summary>Modelled latency in units of 10 us.</summary>
    public required long LatencyUnits { get; init; }

    /// <summary>What the fault <c>latency</c> adds, in units of 10 us; taken even where latencies are switched off.</summary>
    public long AddedUnits { get; init; }

    /// <summary>Methods of a 405; null otherwise.</summary>
    public string? Allow { get; init; }

    /// <summary>Whether the answer carries its latency and is still to be written.</summary>
    public bool IsPending { get; init; }

    public bool IsCached { get; init; }

    /// <summary>Whether the body is deliberately not JSON.</summary>
    public bool IsGarbage { get; init; }

    /// <summary>Whether the body is a stream of events.</summary>
    public bool IsStream { get; init; }

    public ToronFigures Figures { get; init; }

    public ToronIdentity Identity { get; init; }

    public ReadOnlyMemory<byte> Prompt { get; init; }

    public static ToronWork Known(int status, ReadOnlyMemory<byte> body) => new() { Status = status, Body = body, LatencyUnits = ToronLatency.Plain };
}
