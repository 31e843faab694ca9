using TestOps.Core.Engines;

namespace TestOps.Sim.Statistics;

/// <summary>Calls without an answer, of one kind, with the first by session and step. Time is null where it is virtual.</summary>
internal sealed record FailureExample(EngineFailureKind Kind, long Count, CallPlace First, string Message)
{
    public static FailureExample Merge(FailureExample one, FailureExample other)
    {
        var first = one.First.CompareTo(other.First) <= 0 ? one : other;
        return first with { Count = one.Count + other.Count };
    }
}
