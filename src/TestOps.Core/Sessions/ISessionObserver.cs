namespace TestOps.Core.Sessions;

/// <summary>Sees every step of the sessions that a runner runs.</summary>
public interface ISessionObserver
{
    /// <summary>A step has ended. The outcome is valid during the call only.</summary>
    void OnStep(StepOutcome outcome);

    /// <summary>An attempt of a poll has been answered, and another one follows; nothing by default. The last one is seen by <see cref="OnStep"/> alone.</summary>
    void OnAttempt(StepOutcome outcome)
    {
    }

    /// <summary>A pause of <paramref name="nanoseconds"/> was drawn; nothing by default.</summary>
    void OnThink(long nanoseconds)
    {
    }
}
