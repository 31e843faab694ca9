using TestOps.Core.Engines;

namespace TestOps.Sim.Statistics;

/// <summary>Calls without an answer, of one kind, with the first by session and step.</summary>
internal sealed record FailureExample(EngineFailureKind Kind, long Count, long Session, int Step, string StepName, string Message)
{
    public static FailureExample Merge(FailureExample one, FailureExample other)
    {
        var first = (one.Session, one.Step).CompareTo((other.Session, other.Step)) <= 0 ? one : other;
        return first with { Count = one.Count + other.Count };
    }
}
