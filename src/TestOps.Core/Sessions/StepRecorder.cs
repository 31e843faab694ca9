using TestOps.Core.Determinism;
using TestOps.Core.Engines;
using TestOps.Core.Secrets;
using TestOps.Core.Streams;
using TestOps.Core.Traces;

namespace TestOps.Core.Sessions;

/// <summary>Makes the record of a step.</summary>
internal sealed class StepRecorder(string? engineBase)
{
    /// <summary>The record; its request body is valid until the runner's next call.</summary>
    public StepRecord Record(StepOutcome outcome, ReplyBody body, RequestRenderer request, SessionState session, long? order, StreamReading? reading)
    {
        var secrets = session.Secrets;
        var call = outcome.Step;

        // First what the answer gives away: the rest of the step may repeat it.
        var answer = secrets.Redact(body.Recorded, call.SecretsOfAnswer);
        return new StepRecord
        {
            Session = outcome.Session,
            Step = outcome.Number,
            Order = order,
            Repetition = outcome.Repetition,
            Scenario = outcome.Scenario.Name,
            Name = call.Name,
            Method = call.Spec.Method,
            Path = secrets.Redact(EngineAddress.Hide(request.RecordedPath, engineBase)),
            RequestHeaders = call.RecordedHeaders,
            RequestBody = secrets.Redact(RequestBody(call, request.RecordedBody), call.SecretsOfRequest),
            Status = outcome.Reply.Status,
            ContentType = outcome.Reply.ContentType is { } type ? secrets.Redact(type) : null,
            Headers = secrets.Redact(KeptHeaders(call, outcome.Reply)),
            Body = answer,
            Checks = Checks(outcome),
            Failure = outcome.Reply.Failure?.Kind,
            StartNs = outcome.StartNs,
            ElapsedNs = outcome.ElapsedNs,
            IsVirtualTime = session.Clock.IsVirtual,
            Attempts = call.Until is null ? 0 : outcome.Attempts,
            Stream = reading is { IsStream: true } && outcome.Reply.Failure is null ? new RecordedStream(reading.Events, reading.FirstNs) : null,
        };
    }

    /// <summary>The record of a step that its condition skipped: what it would have called, as the suite writes it.</summary>
    public StepRecord RecordSkipped(StepOutcome outcome, SessionState session) => new()
    {
        Session = outcome.Session,
        Step = outcome.Number,
        Repetition = outcome.Repetition,
        IsSkipped = true,
        Scenario = outcome.Scenario.Name,
        Name = outcome.Step.Name,
        Method = outcome.Step.Spec.Method,
        Path = EngineAddress.Hide(outcome.Step.Spec.Path, engineBase),
        StartNs = outcome.StartNs,
        IsVirtualTime = session.Clock.IsVirtual,
    };

    private static RecordedCheck[] Checks(StepOutcome outcome)
    {
        var checks = new RecordedCheck[outcome.Checks.Count];
        for (var i = 0; i < checks.Length; i++)
        {
            checks[i] = new RecordedCheck(outcome.Step.CheckNames[i], outcome.Checks[i].Passed);
        }

        return checks;
    }

    private RecordedBody RequestBody(CallProgram call, ReadOnlyMemory<byte> bytes)
    {
        if (call.JsonBody is not null || call.Multipart is not null)
        {
            if (bytes.IsEmpty)
            {
                return default;
            }

            return new RecordedBody(BodyKind.Json, EngineAddress.Hide(bytes, engineBase, isJson: true));
        }

        return call.TextBody is null && call.Form is null ? default : new RecordedBody(BodyKind.Text, EngineAddress.Hide(bytes, engineBase, isJson: false));
    }

    private Header[] KeptHeaders(CallProgram call, EngineReply reply)
    {
        if (call.KeptHeaders.Length == 0)
        {
            return [];
        }

        var kept = new List<Header>();
        foreach (var name in call.KeptHeaders)
        {
            foreach (var header in reply.Headers)
            {
                if (header.Name.Equals(name, StringComparison.OrdinalIgnoreCase))
                {
                    kept.Add(new Header(name, EngineAddress.Hide(header.Value, engineBase)));
                }
            }
        }

        return [.. kept];
    }
}
