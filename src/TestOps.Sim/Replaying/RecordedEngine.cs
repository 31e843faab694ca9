using TestOps.Core.Engines;
using TestOps.Core.Snapshots;
using TestOps.Core.Traces;

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
        if (record.IsSkipped)
        {
            return ValueTask.FromResult(EngineReply.Failed(new EngineFailure(EngineFailureKind.Unreachable, "the step is recorded as skipped", 0), 0));
        }

        return ValueTask.FromResult(record.Failure is { } failure
            ? EngineReply.Failed(new EngineFailure(failure, "recorded", 0), record.ElapsedNs)
            : Answer(record));
    }

    // Of a poll the last answer is recorded, with the time of all attempts: it comes at once here. Of a stream the joined text is.
    private static EngineReply Answer(StepRecord record) => new()
    {
        Status = record.Status,
        ContentType = record.ContentType,
        Headers = record.Headers,
        Frames = record.Body.Bytes.IsEmpty ? [] : [new Frame(record.ElapsedNs, record.Body.Bytes)],
        ElapsedNs = record.ElapsedNs,
        Joined = record.Stream is { } stream ? new JoinedStream(record.Checks.All(static check => check.Passed || check.Name != "stream"), stream.Events, stream.FirstNs) : null,
    };
}
