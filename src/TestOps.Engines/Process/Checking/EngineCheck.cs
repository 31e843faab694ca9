using System.Globalization;
using TestOps.Core;
using TestOps.Core.Engines;
using TestOps.Core.Suites;
using TestOps.Processes;

namespace TestOps.Engines.Process.Checking;

/// <summary>
/// Checks a program against the protocol, for people who write an engine: <c>testops engine check</c>. Each check sends something, looks at what comes back, and says what
/// to change.
/// </summary>
public sealed class EngineCheck
{
    private const int ManyCalls = 200;
    private const int MostAtOnce = 32;

    // An engine that is stuck stays so: every further call would take its whole limit.
    private const int SilencesMax = 2;

    private readonly EngineSpec _spec;
    private readonly EngineBinding _binding;
    private readonly GuardCommand? _guard;
    private readonly IReadOnlyList<EngineCall> _calls;
    private readonly Action<EngineCheckResult> _onResult;
    private readonly List<EngineCheckResult> _results = [];
    private ProcessDialogue? _dialogue;
    private int _answers;
    private int _silences;

    /// <summary>
    /// Prepares a check of the engine in <paramref name="spec"/>. <paramref name="calls"/> are calls of its own, which are sent to two fresh processes and must be answered alike;
    /// <paramref name="onResult"/> hears of each check as it ends.
    /// </summary>
    public EngineCheck(EngineSpec spec, EngineBinding binding, GuardCommand? guard, IReadOnlyList<EngineCall> calls, Action<EngineCheckResult> onResult)
    {
        _spec = spec;
        _binding = binding;
        _guard = guard;
        _calls = calls;
        _onResult = onResult;
    }

    private string OwnPath => _calls.Count > 0 ? _calls[0].Path.Split('?')[0] : "/";

    /// <summary>Runs all checks. Defects of the engine are results; only cancellation throws.</summary>
    public async Task<EngineCheckReport> RunAsync(CancellationToken cancellationToken)
    {
        var hello = await TalkAsync(cancellationToken).ConfigureAwait(false);
        if (hello is null || _answers == 0)
        {
            SkipUpTo(EngineCheckNames.All.Count, hello is null ? "the engine did not greet" : "the engine answered no call: there is nothing to check before it does");
            return new EngineCheckReport(hello, _results);
        }

        foreach (var result in await new EngineEndCheck(_spec, _binding, _guard).RunAsync(cancellationToken).ConfigureAwait(false))
        {
            Tell(result);
        }

        Tell(await new EngineTwiceCheck(_spec, _binding, _guard).RunAsync(_calls.Count > 0 ? _calls : [EngineProbe.Get("/"), EngineProbe.Get(EngineProbe.NoSuchPath)], _calls.Count > 0, cancellationToken).ConfigureAwait(false));
        return new EngineCheckReport(hello, _results);
    }

    // The first process: what an engine answers.
    private async Task<EngineHello?> TalkAsync(CancellationToken cancellationToken)
    {
        try
        {
            var program = await ProcessProgram.StartAsync(_spec, _binding, _guard, cancellationToken).ConfigureAwait(false);
            await using (program.ConfigureAwait(false))
            {
                var hello = program.Hello;
                Tell(EngineCheckNames.Hello, EngineCheckStatus.Passed, string.Create(CultureInfo.InvariantCulture, $"{hello.Name}, version {hello.Version ?? "not said"}, {hello.Concurrency} calls at a time"));
                _dialogue = program.Dialogue;
                await AskAsync(hello, cancellationToken).ConfigureAwait(false);
                return hello;
            }
        }
        catch (TestOpsException exception)
        {
            Tell(EngineCheckNames.Hello, EngineCheckStatus.Failed, exception.Message, exception.InnerException is ChildProcessException { ProcessExitCode: null } missing ? missing.Hint : $"start with: read lines from standard input, and answer the hello with {{\"type\":\"hello\",\"protocol\":\"{ProcessProtocol.Version}\",\"name\":\"...\"}}");
            return null;
        }
    }

    private async Task AskAsync(EngineHello hello, CancellationToken cancellationToken)
    {
        var own = _calls.Count > 0 ? _calls[0] : EngineProbe.Get("/");
        foreach (var check in Checks(own, hello, cancellationToken))
        {
            await check().ConfigureAwait(false);
            if (_silences >= SilencesMax)
            {
                SkipUpTo(EngineCheckNames.OfOneProcess, string.Create(CultureInfo.InvariantCulture, $"the engine left {SilencesMax} calls in a row without an answer"));
                return;
            }
        }
    }

    private IEnumerable<Func<Task>> Checks(EngineCall own, EngineHello hello, CancellationToken cancellationToken) =>
    [
        () => AnsweredAsync(EngineCheckNames.Answer, cancellationToken, own),
        () => RefusedAsync(EngineCheckNames.UnknownPath, EngineProbe.Get(EngineProbe.NoSuchPath), "answer 404 where there is no such path: a misspelt path of a suite must not look right", cancellationToken),
        () => RefusedAsync(EngineCheckNames.UnknownMethod, EngineProbe.Get(OwnPath, EngineProbe.NoSuchMethod), "answer 405 where a path has no such method", cancellationToken),
        () => AnsweredAsync(EngineCheckNames.JsonBodies, cancellationToken, [.. new[] { "null", "7", "\"text\"", "[]", "{}", "{\"unexpected\":[1e400,-0,9007199254740993]}" }.Select(json => EngineProbe.Json(OwnPath, json))]),
        () => AnsweredAsync(EngineCheckNames.TextBody, cancellationToken, EngineProbe.Text(OwnPath)),
        () => AnsweredAsync(EngineCheckNames.BinaryBody, cancellationToken, EngineProbe.Binary(OwnPath)),
        () => AnsweredAsync(EngineCheckNames.Unicode, cancellationToken, EngineProbe.Unicode(OwnPath)),
        () => AnsweredAsync(EngineCheckNames.BigBody, cancellationToken, EngineProbe.Big(OwnPath)),
        () => AnsweredAsync(EngineCheckNames.ManyCalls, cancellationToken, [.. Enumerable.Range(0, ManyCalls).Select(session => own.As(session))]),
        () => AtOnceAsync(own, hello.Concurrency, cancellationToken),
    ];

    private async Task AnsweredAsync(string name, CancellationToken cancellationToken, params IReadOnlyList<EngineCall> calls)
    {
        var statuses = new SortedDictionary<int, int>();
        foreach (var call in calls)
        {
            var reply = await CallAsync(call, cancellationToken).ConfigureAwait(false);
            if (reply.Failure is { } failure)
            {
                Fail(name, call, failure);
                return;
            }

            statuses[reply.Status] = statuses.GetValueOrDefault(reply.Status) + 1;
        }

        Tell(name, EngineCheckStatus.Passed, calls.Count == 1
            ? string.Create(CultureInfo.InvariantCulture, $"{calls[0].Method} {Shown(calls[0].Path)} answered {statuses.Keys.First()}")
            : string.Create(CultureInfo.InvariantCulture, $"{calls.Count} calls answered: {string.Join(", ", statuses.Select(static status => FormattableString.Invariant($"{status.Value} x {status.Key}")))}"));
    }

    private async Task RefusedAsync(string name, EngineCall call, string fix, CancellationToken cancellationToken)
    {
        var reply = await CallAsync(call, cancellationToken).ConfigureAwait(false);
        if (reply.Failure is { } failure)
        {
            Fail(name, call, failure);
            return;
        }

        var isRefused = reply.Status is >= 400 and < 500 or 501;
        Tell(name, isRefused ? EngineCheckStatus.Passed : EngineCheckStatus.Failed, string.Create(CultureInfo.InvariantCulture, $"{call.Method} {call.Path} answered {reply.Status}"), isRefused ? null : fix);
    }

    private async Task AtOnceAsync(EngineCall call, int concurrency, CancellationToken cancellationToken)
    {
        if (concurrency == 1)
        {
            Tell(EngineCheckNames.Concurrency, EngineCheckStatus.Skipped, "the engine takes one call at a time, which is fine; \"concurrency\" in its hello says otherwise");
            return;
        }

        var replies = await Task.WhenAll(Enumerable.Range(0, Math.Min(concurrency, MostAtOnce)).Select(session => CallAsync(call.As(session), cancellationToken))).ConfigureAwait(false);
        if (Array.Find(replies, static reply => reply.Failure is not null) is { } failed)
        {
            Fail(EngineCheckNames.Concurrency, call, failed.Failure!);
            return;
        }

        Tell(EngineCheckNames.Concurrency, EngineCheckStatus.Passed, string.Create(CultureInfo.InvariantCulture, $"{replies.Length} calls at once, each answered under its id"));
    }

    private async Task<EngineReply> CallAsync(EngineCall call, CancellationToken cancellationToken)
    {
        var reply = await _dialogue!.CallAsync(call, cancellationToken).ConfigureAwait(false);
        var isSilence = reply.Failure?.Kind == EngineFailureKind.Timeout;
        _silences = isSilence ? _silences + 1 : 0;
        _answers += reply.Failure is null ? 1 : 0;
        return reply;
    }

    private void SkipUpTo(int count, string why)
    {
        foreach (var name in EngineCheckNames.All.Take(count).Skip(_results.Count).ToList())
        {
            Tell(name, EngineCheckStatus.Skipped, why);
        }
    }

    private void Fail(string name, EngineCall call, EngineFailure failure) =>
        Tell(name, EngineCheckStatus.Failed, $"{call.Method} {Shown(call.Path)}: {failure.Message}", EngineCheckFixes.Of(failure));

    private void Tell(string name, EngineCheckStatus status, string seen, string? fix = null) => Tell(new EngineCheckResult(name, status, seen, fix));

    private void Tell(EngineCheckResult result)
    {
        _results.Add(result);
        _onResult(result);
    }

    private static string Shown(string path) => path.Length <= 60 ? path : $"{path[..60]}...";
}
