namespace TestOps.Engines.Toron;

/// <summary>The hidden call counter: of one instance, or of all of them under the fault <c>counter</c>. Safe for concurrent use.</summary>
internal sealed class ToronCounter
{
    private long _value;

    /// <summary>The next number, from 1.</summary>
    public ulong Next() => (ulong)Interlocked.Increment(ref _value);

    /// <summary>Passes numbers over, as if others had made that many calls.</summary>
    public void Skip(long calls) => Interlocked.Add(ref _value, calls);
}
