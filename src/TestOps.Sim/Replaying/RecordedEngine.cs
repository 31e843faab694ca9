using TestOps.Core.Engines;
using TestOps.Core.Snapshots;

namespace TestOps.Sim.Replaying;

/// <summary>Answers with what was recorded of one session: the engine of offline validation.</summary>
internal sealed class RecordedEngine(TraceSession session) : IEngineClient
{
    public ValueTask<EngineReply> CallAsync(EngineCall call, CancellationToken cancellationToken)
    {
        var step = call.Context.Step;
        if (step > session.Steps.Count)
        {
            return ValueTask.FromResult(EngineReply.Failed(new EngineFailure(EngineFailureKind.Unreachable, "nothing was recorded of this step", 0), 0));
        }

        var record = session.Steps[step - 1].Record;
        return ValueTask.FromResult(record.Failure is { } failure
            ? EngineReply.Failed(new EngineFailure(failure, "recorded", 0), record.ElapsedNs)
            : EngineReply.Plain(record.Status, record.ContentType, record.Body.Bytes, record.ElapsedNs, record.Headers));
    }
}
