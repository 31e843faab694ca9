using System.Runtime.CompilerServices;
using TestOps.Core.Engines;
using TestOps.Core.Expressions;
using TestOps.Core.Pooling;
using TestOps.Core.Secrets;
using TestOps.Core.Streams;

namespace TestOps.Core.Sessions;

/// <summary>Makes the calls of sessions: renders the request, calls the engine, judges the answer, tells the observer. Its buffers are reused.</summary>
internal sealed class CallExecution
{
    private const int GenericErrorCode = 1000;
    private static readonly CookieExchange s_noCookies = new(keeps: false, origin: null);

    private readonly SessionOptions _options;
    private readonly ISessionObserver _observer;
    private readonly RequestRenderer _renderer;
    private readonly CookieExchange _cookies;
    private readonly string? _hiddenBase;
    private readonly StepOutcome _outcome = new();

    public CallExecution(SessionProgram program, SessionOptions options, ISessionObserver observer)
    {
        _options = options;
        _observer = observer;
        _hiddenBase = options.ShowsKept ? null : options.EngineBase;
        _renderer = new RequestRenderer(Tokens(program, options));
        _cookies = program.Plan.Suite.Sim is { KeepsCookies: true } ? options.Cookies : s_noCookies;
    }

    /// <summary>Makes one call; false where the session cannot go on.</summary>
    [AsyncMethodBuilder(typeof(PooledMethodBuilder<>))]
    public async ValueTask<bool> RunAsync(CallProgram call, SessionState session, CancellationToken cancellationToken)
    {
        Begin(call, session);
        var reading = call.Stream?.Begin();
        EngineCall request;
        KeyValuePair<string, string>[] cookies;
        try
        {
            request = _renderer.Render(call, session.Context, session.Scope, reading);
            cookies = CookieExchange.Render(call, session.Scope);
        }
        catch (ExpressionException problem) when (problem.Failure == ExpressionFailure.Value && call.UsesKept)
        {
            return AbandonBegun(call, session, problem);
        }

        var dispatcher = _options.Dispatcher;
        var turn = dispatcher is null ? null : await dispatcher.EnterAsync(session.Context.Session, session.Context.Step, cancellationToken);
        _outcome.StartNs = session.Clock.NowNs;
        ValueTask<EngineReply> answer;
        try
        {
            answer = session.Client.CallAsync(_cookies.Add(request, call, cookies, session), cancellationToken);
        }
        finally
        {
            dispatcher?.Leave(turn);
        }

        _outcome.Path = request.Path;
        _outcome.RequestBody = request.Body;
        _outcome.Reply = Take(request, call, session, await answer);
        _outcome.ElapsedNs = _outcome.Reply.ElapsedNs;
        if (call.Until is { } until)
        {
            // Only the first attempt has a turn in the order of dispatch: how many follow is a measurement.
            await PollAsync(until, request, call, cookies, session, cancellationToken);
        }

        return Finish(session, turn, reading);
    }

    /// <summary>Records a call that its condition skips.</summary>
    public void Skip(CallProgram call, SessionState session)
    {
        Begin(call, session);
        _options.Dispatcher?.Skip(session.Context.Session, session.Context.Step);
        _outcome.IsSkipped = true;
        _outcome.StartNs = session.Clock.NowNs;
        _outcome.Path = call.Spec.Path;
        _outcome.RequestBody = default;
        _outcome.Reply = EngineReply.None;
        _outcome.Record = _options.Records ? Recorder.RecordSkipped(_outcome, session) : null;
        _observer.OnStep(_outcome);
    }

    /// <summary>
    /// Records a call that was not made, because an earlier answer has kept a value of another shape than the suite needs. That is the engine's doing: the run goes on.
    /// </summary>
    public void Abandon(CallProgram call, SessionState session, ExpressionException problem)
    {
        Begin(call, session);
        AbandonBegun(call, session, problem);
    }

    private void Begin(CallProgram call, SessionState session)
    {
        session.Context.Step++;
        session.BeginStep(call, session.Context.Step);
        _outcome.Begin(call, session);
    }

    private bool AbandonBegun(CallProgram call, SessionState session, ExpressionException problem)
    {
        _renderer.Abandon(call);
        _outcome.StartNs = session.Clock.NowNs;
        _outcome.Path = call.Spec.Path;
        _outcome.RequestBody = default;
        _outcome.Reply = EngineReply.Failed(new EngineFailure(EngineFailureKind.InvalidRequest, $"the call was not made: {problem.Message}", GenericErrorCode), 0);
        return Finish(session, null, null);
    }

    private StepRecorder Recorder => field ??= new StepRecorder(_hiddenBase);

    // Most calls do not poll.
    private PollExecution Polls => field ??= new PollExecution(_options, _observer);

    private ValueTask PollAsync(UntilProgram until, EngineCall request, CallProgram call, KeyValuePair<string, string>[] cookies, SessionState session, CancellationToken cancellationToken)
    {
        return Polls.RunAsync(until, _outcome, session, AskAsync, cancellationToken);

        async ValueTask<EngineReply> AskAsync(CancellationToken token) =>
            Take(request, call, session, await session.Client.CallAsync(_cookies.Add(request, call, cookies, session), token));
    }

    private EngineReply Take(EngineCall request, CallProgram call, SessionState session, EngineReply reply)
    {
        if (session.Clock.IsVirtual)
        {
            session.Clock.Advance(reply.ElapsedNs);
        }

        _cookies.Store(request, call, reply, session);
        return reply;
    }

    private bool Finish(SessionState session, long? order, StreamReading? reading)
    {
        var reply = _outcome.Reply;
        if (reply.Failure is null)
        {
            reading?.Complete(reply);
            _outcome.FirstNs = reading?.FirstNs;
        }

        using var body = ReadBody(reply, reading);
        var complete = reply.Failure is null && AnswerJudge.Judge(_outcome, session, body, reading);
        if (_options.Records)
        {
            _outcome.Record = Recorder.Record(_outcome, body, _renderer, session, order, reading);
        }

        HideSecrets(session.Secrets);
        _observer.OnStep(_outcome);

        // A user of a load may now think for long: what is over is not held on to.
        _outcome.Reply = EngineReply.None;
        session.EndStep();
        return complete;
    }

    private ReplyBody ReadBody(EngineReply reply, StreamReading? reading) => reading is { IsStream: true } && reply.Failure is null
        ? ReplyBody.OfText(reading.Joined, _hiddenBase, _options.Secrets.IsRecorded)
        : ReplyBody.Read(reply, canonical: _options.Records, _hiddenBase, _options.Secrets.IsRecorded);

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

        var kept = !options.ShowsKept || RunSecrets.AreKept(program.Plan) ? TokenKinds.Kept : TokenKinds.None;
        return kept | TokenKinds.Environment | (options.Secrets.HasTemplates ? TokenKinds.Variables : TokenKinds.None);
    }
}
