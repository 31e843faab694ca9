using TestOps.Core.Phases;
using TestOps.Core.Runs;
using TestOps.Core.Suites;

namespace TestOps.Cli;

/// <summary>What an executable adds to the command line: <c>TestOpsCli.RunAsync(args, options =&gt; options.AddPhase&lt;MyPhase&gt;())</c>.</summary>
public sealed class TestOpsOptions
{
    private readonly List<IPhase> _phases = [];

    /// <summary>The phases added so far, in the order in which they run.</summary>
    public IReadOnlyList<IPhase> Phases => _phases;

    /// <summary>What <see cref="WrapStore"/> puts around the store; null for nothing.</summary>
    internal Func<IRunStore, IRunStore>? Wrap { get; private set; }

    /// <summary>Puts a store of the executable's own around the one of the data folder, in every command that opens it: to mirror what is written elsewhere, or to watch it. The wrapper hands everything on,
    /// and disposes the inner store with itself.</summary>
    public TestOpsOptions WrapStore(Func<IRunStore, IRunStore> wrap)
    {
        var inner = Wrap;
        Wrap = inner is null ? wrap : store => wrap(inner(store));
        return this;
    }

    /// <summary>Adds a phase, which <c>--all</c> runs after load and the suite's commands, before the snapshot is sealed. One instance serves all runs of the process.</summary>
    /// <exception cref="ArgumentException">Its name is none, is taken, or is one that every run has.</exception>
    public TestOpsOptions AddPhase<TPhase>()
        where TPhase : IPhase, new() => AddPhase(new TPhase());

    /// <summary>The same for a phase that needs arguments.</summary>
    /// <exception cref="ArgumentException">Its name is none, is taken, or is one that every run has.</exception>
    public TestOpsOptions AddPhase(IPhase phase)
    {
        var name = phase.Name;
        if (name.Length is 0 or > 64 || !name.All(static c => char.IsAsciiLetterOrDigit(c) || c is '-' or '_'))
        {
            throw new ArgumentException($"The name of a phase has 1 to 64 letters, digits, - and _; that of {phase.GetType().Name} is '{name}'.", nameof(phase));
        }

        if (PhaseNames.Reserved.Contains(name, StringComparer.OrdinalIgnoreCase) || _phases.Any(other => other.Name == name))
        {
            throw new ArgumentException($"The name '{name}' of {phase.GetType().Name} is taken: every run has {string.Join(", ", PhaseNames.Reserved)}, and each added phase its own.", nameof(phase));
        }

        _phases.Add(phase);
        return this;
    }
}
