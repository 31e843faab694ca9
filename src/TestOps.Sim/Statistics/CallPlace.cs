using TestOps.Core.Runs;
using TestOps.Core.Sessions;

namespace TestOps.Sim.Statistics;

/// <summary>Where and when a call was made. Compared by session and step, whichever worker saw it.</summary>
internal sealed record CallPlace(long Session, int Step, string Scenario, string StepName, DateTimeOffset? At) : IComparable<CallPlace>
{
    /// <summary>The time for people and logs; empty where it is virtual.</summary>
    public string Since => At is { } at ? StoredTime.ToSecondsText(at) : "";

    /// <summary>The place of the step that has just ended.</summary>
    public static CallPlace Of(StepOutcome outcome)
    {
        var clock = outcome.Scope.Clock;
        return new CallPlace(outcome.Session, outcome.Number, outcome.Scenario.Name, outcome.Step.Name, clock.IsVirtual ? null : clock.Now.AddTicks(-(clock.NowNs - outcome.StartNs) / 100));
    }

    public int CompareTo(CallPlace? other) => other is null ? 1 : (Session, Step).CompareTo((other.Session, other.Step));
}
