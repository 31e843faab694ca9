namespace TestOps.Core.Pooling;

/// <summary>
/// Free objects of one type: as many as have ever been in use at the same time, and never more. Each thread takes from a chain of its own; chains of a fixed length go from threads that
/// give back more than they take to those that take more, by way of a common stack.
/// </summary>
internal static class FreeList<T>
    where T : class, IPooled<T>
{
    private const int ChainLength = 32;
    private static readonly Lock s_gate = new();
    private static readonly Stack<T> s_chains = [];
    [ThreadStatic]
    private static T? t_head;
    [ThreadStatic]
    private static T? t_full;
    [ThreadStatic]
    private static int t_count;

    /// <summary>A free one; null where there is none.</summary>
    public static T? Take()
    {
        if (t_head is not { } taken)
        {
            if ((t_full ?? TakeChain()) is not { } chain)
            {
                return null;
            }

            t_full = null;
            taken = chain;
            t_count = ChainLength;
        }

        t_head = taken.Next;
        t_count--;
        taken.Next = null;
        return taken;
    }

    /// <summary>Gives one back.</summary>
    public static void Put(T free)
    {
        if (t_count == ChainLength)
        {
            // A second chain is kept, so that a thread that takes and gives at the edge of one leaves the common stack alone.
            if (t_full is { } full)
            {
                PutChain(full);
            }

            t_full = t_head;
            t_head = null;
            t_count = 0;
        }

        free.Next = t_head;
        t_head = free;
        t_count++;
    }

    private static T? TakeChain()
    {
        lock (s_gate)
        {
            return s_chains.TryPop(out var chain) ? chain : null;
        }
    }

    private static void PutChain(T chain)
    {
        lock (s_gate)
        {
            s_chains.Push(chain);
        }
    }
}
