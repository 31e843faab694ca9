namespace TestOps.Store.Relational;

/// <summary>One change that waits for its commit. Many share a transaction; each is answered alone, and only when the transaction is over.</summary>
internal abstract class StoreWrite(CancellationToken cancellationToken)
{
    /// <summary>Looked at once, when the writer takes the change up; from there on it runs to its end.</summary>
    public CancellationToken CancellationToken => cancellationToken;

    /// <summary>Makes the change, or throws before it has written anything: then only this change is refused.</summary>
    public abstract void Apply(StoreTransaction transaction);

    /// <summary>The transaction is committed.</summary>
    public abstract void Succeed();

    /// <summary>Nothing was written.</summary>
    public abstract void Fail(Exception failure);

    /// <summary>Nothing was written, as the caller asked.</summary>
    public abstract void Cancel();
}
