using System.Runtime.CompilerServices;
using System.Text.Json;
using TestOps.Core.Clocks;
using TestOps.Core.Determinism;
using TestOps.Core.Engines;
using TestOps.Core.Expressions;
using TestOps.Core.Planning;
using TestOps.Core.Pooling;
using TestOps.Core.Secrets;

namespace TestOps.Core.Sessions;

/// <summary>
/// Runs sessions, one at a time: renders each request, calls the engine, evaluates checks, keeps values, tells the observer. SIM, load, replay and offline
/// validation all run this interpreter. One runner belongs to one worker or virtual user; its buffers are reused.
/// </summary>
public sealed class SessionRunner
{
    private readonly SessionProgram _program;
    private readonly SessionOptions _options;
    private readonly CallExecution _calls;
    private readonly ThinkExecution _thinks;
    private IReadOnlyDictionary<string, string>? _variables;
    private SessionState? _session;

    /// <summary>Creates a runner.</summary>
    public SessionRunner(SessionProgram program, SessionOptions options, ISessionObserver observer)
    {
        _program = program;
        _options = options;
        _calls = new CallExecution(program, options, observer);
        _thinks = new ThinkExecution(options, observer);
    }

    /// <summary>
    /// Runs session number <paramref name="session"/> through <paramref name="scenario"/>. A failed call or an absent kept value ends the session early.
    /// Answers whether the session came to its end.
    /// </summary>
    /// <exception cref="ExpressionException">A request cannot be rendered though no answer has a part in it: the suite refers to something that is not there.</exception>
    public ValueTask<bool> RunAsync(long session, ScenarioProgram scenario, IEngineClient client, CancellationToken cancellationToken) =>
        RunStepsAsync(scenario.Steps, Begin(session, scenario, client), cancellationToken);

    [AsyncMethodBuilder(typeof(PooledMethodBuilder<>))]
    private async ValueTask<bool> RunStepsAsync(IReadOnlyList<StepProgram> steps, SessionState session, CancellationToken cancellationToken)
    {
        for (var i = 0; i < steps.Count; i++)
        {
            cancellationToken.ThrowIfCancellationRequested();
            if (steps[i] is CallProgram call)
            {
                if (!await _calls.RunAsync(call, session, cancellationToken))
                {
                    return false;
                }
            }
            else if (steps[i] is ThinkProgram think)
            {
                await _thinks.RunAsync(think, session, cancellationToken);
            }
            else if (steps[i] is BlockProgram block && !await RunBlockAsync(block, session, cancellationToken))
            {
                return false;
            }
        }

        return true;
    }

    // Most sessions have no blocks.
    private BlockExecution Blocks => field ??= new BlockExecution(_calls);

    private async ValueTask<bool> RunBlockAsync(BlockProgram block, SessionState session, CancellationToken cancellationToken)
    {
        for (var i = 0; i < block.Repeat; i++)
        {
            var outer = session.Enter(block, i);
            var runs = Blocks.Decides(block, session);
            if (runs is null || (runs.Value && !await RunStepsAsync(block.Steps, session, cancellationToken)))
            {
                return false;
            }

            if (!runs.Value)
            {
                Blocks.Skip(block.Steps, session);
            }

            session.Leave(outer);
        }

        return true;
    }

    private SessionState Begin(long session, ScenarioProgram scenario, IEngineClient client)
    {
        if (_session is { } known && !_options.Records)
        {
            // Who records looks back at sessions that are over; a load does not, and has thousands of users that begin one each second.
            known.Restart(session, scenario, client, RowsOf(session));
            return known;
        }

        var clock = _options.Clock();
        var random = SeededRandom.ForSession(_program.Plan.Seed, session);
        _variables ??= _options.Secrets.VariablesOf(CreateScope(session, random, clock));
        return _session = new SessionState
        {
            Scenario = scenario,
            Context = new CallContext { Session = session, Clock = clock, Replay = _options.Replay },
            Scope = CreateScope(session, random, clock),
            Random = random,
            Client = client,
            Secrets = new SessionSecrets(_options.Secrets),
        };
    }

    private IReadOnlyDictionary<string, JsonElement> RowsOf(long session) => DataPicker.RowsOf(_program.Plan.Data, _program.Plan.Seed, session);

    private ExpressionScope CreateScope(long session, SeededRandom random, SessionClock clock) => new()
    {
        Data = RowsOf(session),
        UserIndex = session,
        Environment = _options.Secrets.Reader,
        Variables = _variables ?? _program.Plan.Variables,
        EngineBase = _options.EngineBase,
        EnginePort = _options.EnginePort,
        RunSeed = _program.Plan.Seed,
        RunEnvironment = _program.Plan.Environment,
        Random = random,
        Clock = clock,
    };
}
