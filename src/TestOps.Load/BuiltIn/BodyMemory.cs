namespace TestOps.Load.BuiltIn;

/// <summary>
/// Bounds what the bodies of all users hold at once: each may be as large as the engine's limit, and a thousand users of an engine that never ends its answers would take all memory of the machine.
/// Bodies up to 64 KiB are not counted. Safe for concurrent use.
/// </summary>
public sealed class BodyMemory(long limitBytes)
{
    /// <summary>Bodies up to here are not counted.</summary>
    public const int FreeBytes = 64 * 1024;

    private const long LeastBytes = 64 * 1024 * 1024;
    private long _held;

    /// <summary>That of this process: a quarter of the memory that it may have, at least 64 MiB.</summary>
    public static BodyMemory Shared { get; } = new(Math.Max(LeastBytes, GC.GetGCMemoryInfo().TotalAvailableMemoryBytes / 4));

    /// <summary>The bound.</summary>
    public long LimitBytes => limitBytes;

    /// <summary>What is held now.</summary>
    public long HeldBytes => Interlocked.Read(ref _held);

    private bool TryTake(long bytes)
    {
        if (Interlocked.Add(ref _held, bytes) <= limitBytes)
        {
            return true;
        }

        Interlocked.Add(ref _held, -bytes);
        return false;
    }

    /// <summary>What one body holds. One that nobody gives back - its connection was ended under a read that may still write to it - is given back with the memory itself.</summary>
    public sealed class Share(BodyMemory memory) : IDisposable
    {
        private long _bytes;

        /// <summary>Gives back what nobody gave back.</summary>
        ~Share() => Give();

        /// <summary>Holds <paramref name="bytes"/> in all from now on; false where all bodies together would hold too much, and then what was held before stays held.</summary>
        public bool TryHold(long bytes)
        {
            if (!memory.TryTake(bytes - _bytes))
            {
                return false;
            }

            _bytes = bytes;
            return true;
        }

        /// <inheritdoc />
        public void Dispose()
        {
            Give();
            GC.SuppressFinalize(this);
        }

        private void Give() => Interlocked.Add(ref memory._held, -Interlocked.Exchange(ref _bytes, 0));
    }
}
