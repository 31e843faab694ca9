using TestOps.Core.Engines;
using TestOps.Core.Phases;
using TestOps.Core.Planning;
using TestOps.Core.Secrets;

namespace TestOps.Core.Runs;

/// <summary>What is to be run.</summary>
public sealed record RunRequest
{
    /// <summary>The plan.</summary>
    public required Plan Plan { get; init; }

    /// <summary>The engine of the plan.</summary>
    public required IEngine Engine { get; init; }

    /// <summary>What starts the run: <c>cli</c>, <c>ci</c>, <c>api</c>.</summary>
    public required string Trigger { get; init; }

    /// <summary>The suite as it is named on the command line.</summary>
    public required string SuitePath { get; init; }

    /// <summary>Environment variables of the suite, and what must not be shown of the run; nothing by default.</summary>
    public RunSecrets Secrets { get; init; } = RunSecrets.None;

    /// <summary>What the command line changed of the suite.</summary>
    public SuiteOverrides Overrides { get; init; } = SuiteOverrides.None;

    /// <summary>What the operator gave the command besides; nothing by default.</summary>
    public OperatorOptions Given { get; init; } = OperatorOptions.None;

    /// <summary>What the load is compared with, where the suite has gates that ask for it; null where nobody has looked for it.</summary>
    public LoadBaseline? Baseline { get; init; }

    /// <summary>Whether divergent sessions above the floor fail the exit code.</summary>
    public bool IsStrict { get; init; }
}
