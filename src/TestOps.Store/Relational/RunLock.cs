namespace TestOps.Store.Relational;

/// <summary>A hold on a run that ends with its process, however that ends.</summary>
internal abstract class RunLock
{
    /// <summary>Lets go. <paramref name="delete"/>: nobody will ever ask for this lock again.</summary>
    public abstract void Release(bool delete);
}
