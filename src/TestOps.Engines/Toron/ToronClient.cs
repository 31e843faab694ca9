using System.Globalization;
using TestOps.Core.Engines;
using TestOps.Core.Suites;

namespace TestOps.Engines.Toron;

/// <summary>One session's world: calls complete synchronously and report virtual time.</summary>
internal sealed class ToronClient(ToronInstance instance, EngineSpec spec) : IEngineClient
{
    private const string Json = "application/json";
    private const int TimeoutCode = 1050;
    private const int RefusedCode = 1212;
    private const int ResetCode = 1220;

    private static readonly Header[] JsonHeaders = [new("content-type", Json)];

    private static readonly Header[] StreamHeaders = [new("content-type", ToronStream.ContentType)];

    private readonly long _timeoutNs = (long)spec.Timeout.TotalNanoseconds;

    public ValueTask<EngineReply> CallAsync(EngineCall call, CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        return ValueTask.FromResult(Call(call));
    }

    private EngineReply Call(EngineCall call)
    {
        var context = call.Context;
        var callKey = ((ulong)context.Session << 20) ^ (ulong)context.Step;
        var request = new ToronRequest(call.Method, call.Path, call.Body, context.Clock.NowNs, OthersInFlight: 0, callKey);
        return instance.Begin(request, out var work) switch
        {
            ToronFate.Hang => TimedOut(),
            ToronFate.Die => EngineReply.Failed(new EngineFailure(EngineFailureKind.ConnectionLost, "the engine died during the call (planted fault 'die')", ResetCode), 0),
            ToronFate.Dead => EngineReply.Failed(new EngineFailure(EngineFailureKind.Unreachable, "the engine is dead (planted fault 'die')", RefusedCode), 0),
            _ => Answer(work),
        };
    }

    private EngineReply Answer(in ToronWork work)
    {
        var body = instance.Complete(work, work.LatencyUnits + work.AddedUnits);
        var elapsedNs = ((spec.RealLatency ? work.LatencyUnits : 0) + work.AddedUnits) * ToronLatency.NsPerUnit;
        if (elapsedNs > _timeoutNs)
        {
            return TimedOut();
        }

        if (work.IsStream)
        {
            var events = ToronStream.Split(body, elapsedNs / ToronLatency.NsPerUnit);
            return new EngineReply
            {
                Status = work.Status,
                ContentType = ToronStream.ContentType,
                Headers = StreamHeaders,
                Frames = [.. events.Select(static piece => new Frame(piece.AtUnits * ToronLatency.NsPerUnit, piece.Event))],
                ElapsedNs = elapsedNs,
            };
        }

        IReadOnlyList<Header> headers = work.Allow is null ? JsonHeaders : [.. JsonHeaders, new Header("allow", work.Allow)];
        return EngineReply.Plain(work.Status, Json, body, elapsedNs, headers);
    }

    private EngineReply TimedOut() => EngineReply.Failed(
        new EngineFailure(
            EngineFailureKind.Timeout, string.Create(CultureInfo.InvariantCulture, $"no answer within {spec.Timeout.TotalSeconds:0.###} s (virtual time)"), TimeoutCode),
        _timeoutNs);
}
