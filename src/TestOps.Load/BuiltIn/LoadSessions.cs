using TestOps.Core.Clocks;
using TestOps.Core.Phases;
using TestOps.Core.Planning;
using TestOps.Core.Sessions;
using TestOps.Core.Suites;
using TestOps.Load.BuiltIn.Wires;
using TestOps.Load.Metrics;
using TestOps.Load.Profiles;

namespace TestOps.Load.BuiltIn;

/// <summary>Makes the iterations of a run: sessions of the SIM scenarios that <c>exec</c> names.</summary>
internal sealed class LoadSessions
{
    private readonly PhaseContext _context;
    private readonly SessionProgram _program;
    private readonly int? _port;

    public LoadSessions(PhaseContext context, int? port)
    {
        _context = context;
        _port = port;
        _program = SessionProgram.Compile(Unbounded(context.Plan));
    }

    /// <summary>The requests that failed against the engine.</summary>
    public FailedCalls Failed { get; } = new();

    /// <summary>Iterations against the engine: think time is spent.</summary>
    public IIteration For(LoadScenarioSpec scenario, Uri engineBase) => Create(scenario, engineBase, spendsThink: true, Failed);

    /// <summary>Iterations against the stub: think time would only leave the client cold.</summary>
    public IIteration ForWarmUp(LoadScenarioSpec scenario, Uri engineBase) => new RehearsalIteration(Create(scenario, engineBase, spendsThink: false, new FailedCalls()));

    // A load has no fixed number of sessions, so that rows which each session of SIM owns go round and round here.
    private static Plan Unbounded(Plan plan) => plan with
    {
        Data = plan.Data.ToDictionary(
            source => source.Key,
            source => source.Value.Pick == DataPick.Unique ? source.Value with { Pick = DataPick.Sequential } : source.Value,
            StringComparer.Ordinal),
    };

    private LoadIteration Create(LoadScenarioSpec scenario, Uri engineBase, bool spendsThink, FailedCalls failed)
    {
        var time = LoopTimeProvider.Of(_context.Time);
        var options = new SessionOptions
        {
            Clock = () => SessionClock.Wall(time),
            Time = time,
            EngineBase = engineBase.AbsoluteUri.TrimEnd('/'),
            EnginePort = _port,
            BaseAddress = engineBase,
            Secrets = _context.Secrets,
            SpendsThink = spendsThink,
            PollsOnce = !spendsThink,
        };
        return new LoadIteration(new ScenarioTags(scenario), _program, _program.Scenario(scenario.Exec), options, failed);
    }
}
