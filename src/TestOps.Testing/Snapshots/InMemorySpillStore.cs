using TestOps.Core.Snapshots;

namespace TestOps.Testing.Snapshots;

/// <summary>Spills into memory and counts, so that a test can say whether anything was spilled.</summary>
public sealed class InMemorySpillStore : ISpillStore
{
    private int _count;

    /// <summary>How many streams were asked for.</summary>
    public int Count => Volatile.Read(ref _count);

    /// <inheritdoc />
    public Stream Create()
    {
        Interlocked.Increment(ref _count);
        return new MemoryStream();
    }
}
