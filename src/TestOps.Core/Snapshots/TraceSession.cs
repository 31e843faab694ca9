namespace TestOps.Core.Snapshots;

/// <summary>The recorded steps of one session, in order.</summary>
public sealed class TraceSession
{
    private readonly List<TraceStep> _steps;

    /// <summary>Starts a session with its first step.</summary>
    public TraceSession(TraceStep first)
    {
        Session = first.Record.Session;
        _steps = [first];
    }

    /// <summary>Session number.</summary>
    public long Session { get; }

    /// <summary>Name of the scenario that it ran.</summary>
    public string Scenario => _steps[0].Record.Scenario;

    /// <summary>Its steps, at least one.</summary>
    public IReadOnlyList<TraceStep> Steps => _steps;

    /// <summary>Whether a call got no answer: such a session cannot be compared.</summary>
    public bool HasFailure => _steps.Exists(step => step.Record.Failure is not null);

    internal void Add(TraceStep step) => _steps.Add(step);
}
