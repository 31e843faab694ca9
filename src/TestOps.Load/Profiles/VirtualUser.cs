using TestOps.Core.Engines;
using TestOps.Load.Metrics;

namespace TestOps.Load.Profiles;

/// <summary>A virtual user: a client with connections of its own, and the recorder of its samples. It runs one iteration at a time.</summary>
public sealed class VirtualUser : IDisposable
{
    /// <summary>Number of the user within the load, from 0.</summary>
    public required int Number { get; init; }

    /// <summary>Its client; disposed with the user where it can be.</summary>
    public required IEngineClient Client { get; init; }

    /// <summary>Where its samples go.</summary>
    public required SampleRecorder Recorder { get; init; }

    /// <summary>What the iteration of its executor keeps for it from one time to the next; null before the first.</summary>
    internal object? Work { get; set; }

    /// <inheritdoc />
    public void Dispose() => (Client as IDisposable)?.Dispose();
}
