namespace TestOps.Load.BuiltIn.Wires;

/// <summary>The bytes of one connection, both ways. One read and one write may be under way at a time; what fails on the wire fails the task, with <see cref="IOException"/> or a socket's exception.</summary>
internal abstract class Wire : IAbortable, IDisposable
{
    /// <summary>Whether it counts its own bytes.</summary>
    public abstract bool CountsBytes { get; }

    /// <summary>Version of TLS as k6 names it; null on a plain connection.</summary>
    public virtual string? TlsVersion => null;

    /// <summary>Reads what there is, or waits for it; 0 at the end of the connection. Nobody else touches the room until the read has ended.</summary>
    public abstract ValueTask<int> ReadAsync(IReadRoom target);

    /// <summary>The next read asks the system whether there is something, also where nothing was reported: a report may be on its way still.</summary>
    public virtual void LookAgain()
    {
        // Whoever asks the system at every read has nothing to do.
    }

    /// <summary>Writes all of it.</summary>
    public abstract ValueTask WriteAsync(ReadOnlyMemory<byte> bytes);

    /// <summary>Ends the connection from any thread; whoever reads or writes fails.</summary>
    public abstract void Abort();

    public virtual void Dispose() => Abort();
}
