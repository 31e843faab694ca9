using TestOps.Core;
using TestOps.Core.Clocks;
using TestOps.Core.Engines;
using TestOps.Core.Secrets;
using TestOps.Core.Sessions;

namespace TestOps.Cli.Composition;

/// <summary>The calls that a suite makes: the first sessions of every scenario are run, and what they ask is written down.</summary>
internal sealed class SuiteCalls : IEngineClient, ISessionObserver
{
    private const int SessionsMax = 3;

    private readonly IEngineClient _inner;
    private readonly List<EngineCall> _calls = [];

    // Then its check says why; further sessions would only wait.
    private bool _isUnanswered;

    private SuiteCalls(IEngineClient inner) => _inner = inner;

    /// <summary>Runs the first three sessions of every scenario, or as many as the suite has. An engine that cannot be leased gives no calls: its check says why.</summary>
    public static async Task<IReadOnlyList<EngineCall>> CollectAsync(PlannedRun planned, CliHost host, RunSecrets secrets, CancellationToken cancellationToken)
    {
        try
        {
            await using var lease = await planned.Engine.LeaseAsync(new LeaseRequest(LeasePurpose.Sim), cancellationToken);
            var program = SessionProgram.Compile(planned.Plan);
            var options = new SessionOptions { Clock = () => SessionClock.Wall(host.Time), Time = host.Time, Secrets = secrets };
            var calls = new SuiteCalls(lease.ClientFor(0));
            foreach (var scenario in planned.Plan.Suite.Sim!.Scenarios)
            {
                for (var session = 0; !calls._isUnanswered && session < Math.Min(SessionsMax, planned.Plan.Suite.Sim.Users); session++)
                {
                    await new SessionRunner(program, options, calls).RunAsync(session, program.Scenario(scenario.Name), calls, cancellationToken);
                }
            }

            return calls._calls;
        }
        catch (TestOpsException)
        {
            return [];
        }
    }

    public async ValueTask<EngineReply> CallAsync(EngineCall call, CancellationToken cancellationToken)
    {
        // Context and body belong to the session, which goes on to use them.
        var context = new CallContext { Session = call.Context.Session, Step = call.Context.Step, Clock = call.Context.Clock };
        _calls.Add(new EngineCall { Context = context, Method = call.Method, Path = call.Path, Headers = call.Headers, Body = call.Body.ToArray(), ContentType = call.ContentType });
        var reply = await _inner.CallAsync(call, cancellationToken);
        _isUnanswered |= reply.Failure is not null;
        return reply;
    }

    public void OnStep(StepOutcome outcome)
    {
    }
}
