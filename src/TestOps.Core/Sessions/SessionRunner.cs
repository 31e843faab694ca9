using System.Text.Json;
using TestOps.Core.Clocks;
using TestOps.Core.Determinism;
using TestOps.Core.Engines;
using TestOps.Core.Expectations;
using TestOps.Core.Expressions;
using TestOps.Core.Planning;

namespace TestOps.Core.Sessions;

/// <summary>
/// Runs sessions, one at a time: renders each request, calls the engine, evaluates checks, keeps values, tells the observer. SIM, load, replay and offline
/// validation all run this interpreter. One runner belongs to one worker or virtual user; its buffers are reused.
/// </summary>
public sealed class SessionRunner
{
    private const int GenericErrorCode = 1000;

    private readonly SessionProgram _program;
    private readonly SessionOptions _options;
    private readonly ISessionObserver _observer;
    private readonly StepRecorder _recorder;
    private readonly StepOutcome _outcome = new();
    private readonly RequestRenderer _renderer;

    /// <summary>Creates a runner.</summary>
    public SessionRunner(SessionProgram program, SessionOptions options, ISessionObserver observer)
    {
        _program = program;
        _options = options;
        _observer = observer;
        _recorder = new StepRecorder(options.EngineBase);
        _renderer = new RequestRenderer(options.Records);
    }

    /// <summary>
    /// Runs session number <paramref name="session"/> through <paramref name="scenario"/>. A failed call or an absent kept value ends the session early.
    /// Answers whether the session came to its end.
    /// </summary>
    /// <exception cref="ExpressionException">A request cannot be rendered though no answer has a part in it: the suite refers to something that is not there.</exception>
    public async ValueTask<bool> RunAsync(long session, ScenarioProgram scenario, IEngineClient client, CancellationToken cancellationToken)
    {
        var clock = _options.Clock();
        var random = SeededRandom.ForSession(_program.Plan.Seed, session);
        var context = new CallContext { Session = session, Clock = clock, Replay = _options.Replay };
        var scope = CreateScope(session, random, clock);
        _outcome.Scenario = scenario;
        _outcome.Session = session;
        _outcome.Scope = scope;
        var steps = scenario.Steps;
        for (var i = 0; i < steps.Count; i++)
        {
            cancellationToken.ThrowIfCancellationRequested();
            if (steps[i] is CallProgram call)
            {
                context.Step++;
                if (!await CallAsync(call, context, scope, client, cancellationToken))
                {
                    return false;
                }
            }
            else if (steps[i] is ThinkProgram think)
            {
                await ThinkAsync(think, clock, random, cancellationToken);
            }
        }

        return true;
    }

    private ExpressionScope CreateScope(long session, SeededRandom random, SessionClock clock) => new()
    {
        Data = DataPicker.RowsOf(_program.Plan.Data, _program.Plan.Seed, session),
        UserIndex = session,
        UserId = string.Create(System.Globalization.CultureInfo.InvariantCulture, $"user-{session}"),
        Environment = _options.Environment,
        Variables = _program.Plan.Variables,
        EngineBase = _options.EngineBase,
        RunSeed = _program.Plan.Seed,
        RunEnvironment = _program.Plan.Environment,
        Random = random,
        Clock = clock,
    };

    private async ValueTask<bool> CallAsync(CallProgram call, CallContext context, ExpressionScope scope, IEngineClient client, CancellationToken cancellationToken)
    {
        scope.StepName = call.Name;
        scope.StepNumber = context.Step;
        scope.Status = 0;
        scope.Body = default;
        scope.Headers = ReplyHeaders.None;
        EngineCall request;
        try
        {
            request = _renderer.Render(call, context, scope);
        }
        catch (ExpressionException problem) when (problem.Failure == ExpressionFailure.Value && call.UsesKept)
        {
            return Abandon(call, context, scope, problem);
        }

        var dispatcher = _options.Dispatcher;
        var turn = dispatcher is null ? null : await dispatcher.EnterAsync(context.Session, context.Step, cancellationToken);
        _outcome.StartNs = context.Clock.NowNs;
        ValueTask<EngineReply> answer;
        try
        {
            answer = client.CallAsync(request, cancellationToken);
        }
        finally
        {
            dispatcher?.Leave(turn);
        }

        var reply = await answer;
        if (context.Clock.IsVirtual)
        {
            context.Clock.Advance(reply.ElapsedNs);
        }

        _outcome.Path = request.Path;
        _outcome.RequestBody = request.Body;
        _outcome.Reply = reply;
        return Finish(call, context, scope, turn);
    }

    // An earlier answer has kept a value of another shape than the request needs. That is the engine's doing: the call counts as not made, and the run goes on.
    private bool Abandon(CallProgram call, CallContext context, ExpressionScope scope, ExpressionException problem)
    {
        _renderer.Abandon(call);
        _outcome.StartNs = context.Clock.NowNs;
        _outcome.Path = call.Spec.Path;
        _outcome.RequestBody = default;
        _outcome.Reply = EngineReply.Failed(new EngineFailure(EngineFailureKind.InvalidRequest, $"the call was not made: {problem.Message}", GenericErrorCode), 0);
        return Finish(call, context, scope, null);
    }

    private bool Finish(CallProgram call, CallContext context, ExpressionScope scope, long? order)
    {
        var reply = _outcome.Reply;
        _outcome.Step = call;
        _outcome.Number = context.Step;
        _outcome.MutableChecks.Clear();
        _outcome.Record = null;
        using var body = ReplyBody.Read(reply, canonical: _options.Records, _options.EngineBase);
        var complete = reply.Failure is null && Judge(call, scope, reply, body);
        if (_options.Records)
        {
            _outcome.Record = _recorder.Record(_outcome, body, _renderer, context, order);
        }

        _observer.OnStep(_outcome);
        return complete;
    }

    private bool Judge(CallProgram call, ExpressionScope scope, EngineReply reply, ReplyBody body)
    {
        scope.Status = reply.Status;
        scope.Body = body.Root;
        scope.Headers = ReplyHeaders.Of(reply.Headers);
        var input = new CheckInput { Status = reply.Status, Headers = reply.Headers, Body = body.Root, Scope = scope };
        foreach (var check in call.Checks)
        {
            _outcome.MutableChecks.Add(check.Evaluate(input));
        }

        var complete = true;
        foreach (var keep in call.Keeps)
        {
            var isFound = body.Root.ValueKind != JsonValueKind.Undefined && keep.At.TryEvaluate(body.Root, out var value) && Keep(scope, keep.Name, value);
            _outcome.MutableChecks.Add(isFound ? new CheckOutcome(true, null, null) : new CheckOutcome(false, $"a value at {keep.At}", "absent"));
            complete &= isFound;
        }

        return complete;
    }

    private static bool Keep(ExpressionScope scope, string name, JsonElement value)
    {
        scope.Keep[name] = value.Clone();
        return true;
    }

    private async ValueTask ThinkAsync(ThinkProgram think, SessionClock clock, SeededRandom random, CancellationToken cancellationToken)
    {
        // The draw happens even where the pause is skipped, so that skipping moves no other draw.
        var nanoseconds = ThinkSampler.SampleNs(think.Think, random.Fork(think.Stream));
        if (clock.IsVirtual)
        {
            clock.Advance(nanoseconds);
        }
        else if (_options.SpendsThink)
        {
            await Task.Delay(TimeSpan.FromTicks(nanoseconds / 100), _options.Time, cancellationToken);
        }
    }
}
