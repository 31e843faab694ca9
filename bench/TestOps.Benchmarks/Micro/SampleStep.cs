using TestOps.Benchmarks.Runs;
using TestOps.Core.Clocks;
using TestOps.Core.Engines;
using TestOps.Core.Sessions;
using TestOps.Core.Traces;

namespace TestOps.Benchmarks.Micro;

/// <summary>The last step of a session of a bench suite, as SIM records it.</summary>
internal sealed class SampleStep : ISessionObserver
{
    private SampleStep()
    {
    }

    public StepRecord Record { get; private set; } = null!;

    public EngineReply Reply { get; private set; } = null!;

    public Core.Expressions.ExpressionScope Scope { get; private set; } = null!;

    /// <summary>Runs session 0 of the suite. Its request stays valid, because the runner is not used again.</summary>
    public static async Task<SampleStep> OfAsync(string suite)
    {
        var plan = BenchSuites.PlanOf(suite, 1);
        var program = SessionProgram.Compile(plan);
        await using var lease = await BenchSuites.EngineOf(suite, plan).LeaseAsync(new LeaseRequest(LeasePurpose.Sim), CancellationToken.None);
        var sample = new SampleStep();
        var options = new SessionOptions { Records = true, Clock = SessionClock.Virtual, Time = TimeProvider.System };
        await new SessionRunner(program, options, sample).RunAsync(0, program.ScenarioOf(0), lease.ClientFor(0), CancellationToken.None);
        return sample;
    }

    public void OnStep(StepOutcome outcome)
    {
        Record = outcome.Record!;
        Reply = outcome.Reply;
        Scope = outcome.Scope;
    }
}
