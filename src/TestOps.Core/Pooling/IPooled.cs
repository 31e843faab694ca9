namespace TestOps.Core.Pooling;

/// <summary>What a <see cref="FreeList{T}"/> chains up.</summary>
internal interface IPooled<T>
    where T : class, IPooled<T>
{
    /// <summary>The one behind it in the chain, while it is free.</summary>
    T? Next { get; set; }
}
