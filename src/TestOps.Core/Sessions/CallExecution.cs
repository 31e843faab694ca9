using TestOps.Core.Engines;
using TestOps.Core.Expressions;
using TestOps.Core.Secrets;

namespace TestOps.Core.Sessions;

/// <summary>Makes the calls of sessions: renders the request, calls the engine, judges the answer, tells the observer. Its buffers are reused.</summary>
internal sealed class CallExecution
{
    private const int GenericErrorCode = 1000;

    private readonly SessionOptions _options;
    private readonly ISessionObserver _observer;
    private readonly StepRecorder _recorder;
    private readonly RequestRenderer _renderer;
    private readonly string? _hiddenBase;
    private readonly StepOutcome _outcome = new();

    public CallExecution(SessionProgram program, SessionOptions options, ISessionObserver observer)
    {
        _options = options;
        _observer = observer;
        _hiddenBase = options.ShowsKept ? null : options.EngineBase;
        _recorder = new StepRecorder(_hiddenBase);
        _renderer = new RequestRenderer(Tokens(program, options));
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
        using var body = ReplyBody.Read(reply, canonical: _options.Records, _hiddenBase, isRecorded: _options.Secrets.IsRecorded);
        var complete = reply.Failure is null && AnswerJudge.Judge(_outcome.Step, session, reply, body, _outcome.MutableChecks);
        if (_options.Records)
        {
            _outcome.Record = _recorder.Record(_outcome, body, _renderer, session, order);
        }

        HideSecrets(session.Secrets);
        _observer.OnStep(_outcome);
        return complete;
    }

    // What failed is shown to people and kept in the journal: examples of checks, and why a call got no answer.
    private void HideSecrets(SessionSecrets secrets)
    {
        _outcome.Reply = secrets.Redact(_outcome.Reply);
        var checks = _outcome.MutableChecks;
        var looksAtSecret = _outcome.Step.LooksAtSecret;
        for (var i = 0; i < checks.Count; i++)
        {
            if (!checks[i].Passed)
            {
                checks[i] = secrets.Redact(checks[i], i < looksAtSecret.Length && looksAtSecret[i]);
            }
        }
    }

    private static TokenKinds Tokens(SessionProgram program, SessionOptions options)
    {
        if (!options.Records)
        {
            return TokenKinds.None;
        }

        var kept = !options.ShowsKept || program.KeepsSecrets ? TokenKinds.Kept : TokenKinds.None;
        return kept | TokenKinds.Environment | (options.Secrets.HasTemplates ? TokenKinds.Variables : TokenKinds.None);
    }
}
