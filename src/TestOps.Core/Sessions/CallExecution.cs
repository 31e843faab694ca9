using TestOps.Core.Engines;
using TestOps.Core.Expressions;

namespace TestOps.Core.Sessions;

/// <summary>Makes the calls of sessions: renders the request, calls the engine, judges the answer, tells the observer. Its buffers are reused.</summary>
internal sealed class CallExecution
{
    private const int GenericErrorCode = 1000;

    private readonly SessionOptions _options;
    private readonly ISessionObserver _observer;
    private readonly StepRecorder _recorder;
    private readonly RequestRenderer _renderer;
    private readonly StepOutcome _outcome = new();

    public CallExecution(SessionOptions options, ISessionObserver observer)
    {
        _options = options;
        _observer = observer;
        _recorder = new StepRecorder(options.EngineBase);
        _renderer = new RequestRenderer(options.Records);
    }

    /// <summary>Makes one call; false where the session cannot go on.</summary>
    public async ValueTask<bool> RunAsync(CallProgram call, SessionState session, CancellationToken cancellationToken)
    {
        Begin(call, session);
        EngineCall request;
        try
        {
            request = _renderer.Render(call, session.Context, session.Scope);
        }
        catch (ExpressionException problem) when (problem.Failure == ExpressionFailure.Value && call.UsesKept)
        {
            return Abandon(call, session, problem);
        }

        var dispatcher = _options.Dispatcher;
        var turn = dispatcher is null ? null : await dispatcher.EnterAsync(session.Context.Session, session.Context.Step, cancellationToken);
        _outcome.StartNs = session.Clock.NowNs;
        ValueTask<EngineReply> answer;
        try
        {
            answer = session.Client.CallAsync(request, cancellationToken);
        }
        finally
        {
            dispatcher?.Leave(turn);
        }

        var reply = await answer;
        if (session.Clock.IsVirtual)
        {
            session.Clock.Advance(reply.ElapsedNs);
        }

        _outcome.Path = request.Path;
        _outcome.RequestBody = request.Body;
        _outcome.Reply = reply;
        return Finish(session, turn);
    }

    // The answer of the step before is in no request's scope.
    private void Begin(CallProgram call, SessionState session)
    {
        session.Context.Step++;
        session.Scope.StepName = call.Name;
        session.Scope.StepNumber = session.Context.Step;
        session.Scope.Status = 0;
        session.Scope.Body = default;
        session.Scope.Headers = ReplyHeaders.None;
        _outcome.Scenario = session.Scenario;
        _outcome.Session = session.Context.Session;
        _outcome.Scope = session.Scope;
        _outcome.Step = call;
        _outcome.Number = session.Context.Step;
        _outcome.MutableChecks.Clear();
        _outcome.Record = null;
    }

    // An earlier answer has kept a value of another shape than the request needs. That is the engine's doing: the call counts as not made, and the run goes on.
    private bool Abandon(CallProgram call, SessionState session, ExpressionException problem)
    {
        _renderer.Abandon(call);
        _outcome.StartNs = session.Clock.NowNs;
        _outcome.Path = call.Spec.Path;
        _outcome.RequestBody = default;
        _outcome.Reply = EngineReply.Failed(new EngineFailure(EngineFailureKind.InvalidRequest, $"the call was not made: {problem.Message}", GenericErrorCode), 0);
        return Finish(session, null);
    }

    private bool Finish(SessionState session, long? order)
    {
        var reply = _outcome.Reply;
        using var body = ReplyBody.Read(reply, canonical: _options.Records, _options.EngineBase);
        var complete = reply.Failure is null && AnswerJudge.Judge(_outcome.Step, session.Scope, reply, body, _outcome.MutableChecks);
        if (_options.Records)
        {
            _outcome.Record = _recorder.Record(_outcome, body, _renderer, session.Context, order);
        }

        _observer.OnStep(_outcome);
        return complete;
    }
}
