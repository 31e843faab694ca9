namespace TestOps.Core.Suites;

/// <summary>A phase beside SIM, load and replay. It runs after load and before the snapshot is sealed, and only where a run asks for all phases.</summary>
public abstract record PhaseSpec
{
    private protected PhaseSpec(string name) => Name = name;

    /// <summary>Its name in plan, journal and gates.</summary>
    public string Name { get; }

    /// <summary>Its share of the run's progress, relative to the other phases; 1.</summary>
    public int Weight { get; init; } = 1;
}

/// <summary><c>phases.NAME</c>: a command that passes with exit code 0. Texts are templates of <c>vars</c> and <c>env</c>.</summary>
public sealed record CommandPhaseSpec : PhaseSpec
{
    /// <summary>Limit on the command: 10 minutes.</summary>
    public static readonly TimeSpan DefaultTimeout = TimeSpan.FromMinutes(10);

    /// <summary>Creates the phase <paramref name="name"/>.</summary>
    public CommandPhaseSpec(string name)
        : base(name)
    {
    }

    /// <summary>The program and its arguments; no shell is involved.</summary>
    public required IReadOnlyList<string> Command { get; init; }

    /// <summary>Variables of the process. Nothing else is inherited but what programs need to run: <c>PATH</c>, <c>HOME</c> and the like.</summary>
    public IReadOnlyDictionary<string, string> Environment { get; init; } = new Dictionary<string, string>();

    /// <summary>Working directory below the suite's folder; null is that folder itself.</summary>
    public string? Directory { get; init; }

    /// <summary>Limit on the command; 10 minutes. One that takes longer is stopped and has failed.</summary>
    public TimeSpan Timeout { get; init; } = DefaultTimeout;

    /// <summary>The command as the suite writes it, for people.</summary>
    public string Text => string.Join(' ', Command);
}

/// <summary>A phase that the executable brings along: <c>AddPhase</c>.</summary>
public sealed record AddedPhaseSpec : PhaseSpec
{
    /// <summary>Creates the phase <paramref name="name"/>.</summary>
    public AddedPhaseSpec(string name)
        : base(name)
    {
    }
}
