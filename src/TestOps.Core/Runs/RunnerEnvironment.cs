using TestOps.Core.Phases;
using TestOps.Core.Snapshots;
using TestOps.Core.Suites;

namespace TestOps.Core.Runs;

/// <summary>What a runner works with.</summary>
public sealed record RunnerEnvironment
{
    /// <summary>Keeps runs and journals.</summary>
    public required IRunStore Store { get; init; }

    /// <summary>Keeps snapshots.</summary>
    public required ISnapshotStore Snapshots { get; init; }

    /// <summary>The phases that can be run, by name.</summary>
    public required IReadOnlyList<IPhase> Phases { get; init; }

    /// <summary>Makes the phase of a command, from its specification and the suite as it is named on the command line; null where commands are not run.</summary>
    public Func<CommandPhaseSpec, string, IPhase>? CommandPhase { get; init; }

    /// <summary>Wall time.</summary>
    public required TimeProvider Time { get; init; }

    /// <summary>Gives run ids.</summary>
    public required IdSource Ids { get; init; }
}
