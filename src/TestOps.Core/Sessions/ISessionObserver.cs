namespace TestOps.Core.Sessions;

/// <summary>Sees every step of the sessions that a runner runs.</summary>
public interface ISessionObserver
{
    /// <summary>A step has ended. The outcome is valid during the call only.</summary>
    void OnStep(StepOutcome outcome);
}
