using TestOps.Core.Safety;

namespace TestOps.Cli;

/// <summary>What an application that embeds the HTTP API decides, as the operator of <c>testops serve</c> does on the command line.</summary>
public sealed record TestOpsHostOptions
{
    /// <summary>Folder of the runs. Null takes <c>TESTOPS_DATA</c>, else <c>testops</c> in the working directory. It may be that of a <c>testops serve</c>, or of other applications at the same time.</summary>
    public string? DataFolder { get; init; }

    /// <summary>Suite files that callers may run, the first by default. None serves the bundled sample.</summary>
    public IReadOnlyList<string> Suites { get; init; } = [];

    /// <summary>Hosts that may be driven besides loopback, by name or address, without ports; those in <c>TESTOPS_ALLOW_HOSTS</c> come on top.</summary>
    public IReadOnlyList<string> AllowedTargets { get; init; } = [];

    /// <summary>Caps on load. Default: those of the command line.</summary>
    public LoadCaps Caps { get; init; } = new();

    /// <summary>Workers of a simulation. Default: one for each processor.</summary>
    public int Workers { get; init; } = Environment.ProcessorCount;

    /// <summary>Phases and a store of the application's own; null for none.</summary>
    public TestOpsOptions? Extensions { get; init; }

    /// <summary>The executable <c>testops</c>, which guards everything that runs start. Null takes the one beside the application, where a reference to TestOps.Cli puts it.</summary>
    public string? Executable { get; init; }
}
