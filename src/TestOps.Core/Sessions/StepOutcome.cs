using TestOps.Core.Engines;
using TestOps.Core.Expectations;
using TestOps.Core.Traces;

namespace TestOps.Core.Sessions;

/// <summary>What happened in one step. The runner reuses it: it is valid during the observer's call only.</summary>
public sealed class StepOutcome
{
    private readonly List<CheckOutcome> _checks = [];

    /// <summary>The scenario.</summary>
    public ScenarioProgram Scenario { get; internal set; } = null!;

    /// <summary>The step.</summary>
    public CallProgram Step { get; internal set; } = null!;

    /// <summary>Session number, from 0.</summary>
    public long Session { get; internal set; }

    /// <summary>Step number within the session, from 1.</summary>
    public int Number { get; internal set; }

    /// <summary>Path and query as sent.</summary>
    public string Path { get; internal set; } = "";

    /// <summary>Request body as sent; the runner's buffer.</summary>
    public ReadOnlyMemory<byte> RequestBody { get; internal set; }

    /// <summary>Whether the step's condition skipped it: then no call was made, and there is no answer and no check.</summary>
    public bool IsSkipped { get; internal set; }

    /// <summary>Number of the repetition, from 1; 0 where the step is not repeated.</summary>
    public int Repetition { get; private set; }

    /// <summary>Attempts of a poll, the last one included; 1 for every other call.</summary>
    public int Attempts { get; internal set; }

    /// <summary>The answer, or its failure; of a poll the last one.</summary>
    public EngineReply Reply { get; internal set; } = null!;

    /// <summary>Check results in the order of <see cref="CallProgram.CheckNames"/>; fewer where there was no answer.</summary>
    public IReadOnlyList<CheckOutcome> Checks => _checks;

    /// <summary>Nanoseconds from the session's start to the call.</summary>
    public long StartNs { get; internal set; }

    /// <summary>Nanoseconds of the step: of the call, of all attempts of a poll with the pauses between them.</summary>
    public long ElapsedNs { get; internal set; }

    /// <summary>Nanoseconds from the call's start to the first event of a stream; null where there is none.</summary>
    public long? FirstNs { get; internal set; }

    /// <summary>The scope after the step, for metrics.</summary>
    public Expressions.ExpressionScope Scope { get; internal set; } = null!;

    /// <summary>What the trace keeps; null where the runner does not record.</summary>
    public StepRecord? Record { get; internal set; }

    /// <summary>A copy that stays valid after the observer's call, its scope and its request's buffer apart.</summary>
    public StepOutcome Copy()
    {
        var copy = new StepOutcome
        {
            Scenario = Scenario,
            Step = Step,
            Session = Session,
            Number = Number,
            Repetition = Repetition,
            IsSkipped = IsSkipped,
            Attempts = Attempts,
            Path = Path,
            Reply = Reply,
            StartNs = StartNs,
            ElapsedNs = ElapsedNs,
            FirstNs = FirstNs,
            Scope = Scope,
            Record = Record,
        };
        copy._checks.AddRange(_checks);
        return copy;
    }

    internal List<CheckOutcome> MutableChecks => _checks;

    internal void Begin(CallProgram call, SessionState session)
    {
        Scenario = session.Scenario;
        Session = session.Context.Session;
        Scope = session.Scope;
        Step = call;
        Number = session.Context.Step;
        Repetition = session.Repetition;
        IsSkipped = false;
        Attempts = 1;
        ElapsedNs = 0;
        FirstNs = null;
        Record = null;
        _checks.Clear();
    }
}
