using System.Text.Json.Nodes;
using TestOps.Core.Journaling;
using TestOps.Core.Secrets;

namespace TestOps.Core.Runs;

/// <summary>A journal that no secret of the run reaches: engines print them when they die, and messages repeat what was sent.</summary>
internal sealed class RedactingJournal(IRunJournal inner, RunSecrets secrets) : IRunJournal
{
    public RunId RunId => inner.RunId;

    public Task<JournalEntry> AppendAsync(RunEvent runEvent, CancellationToken cancellationToken) => inner.AppendAsync(Redact(runEvent), cancellationToken);

    public ValueTask DisposeAsync() => inner.DisposeAsync();

    private RunEvent Redact(RunEvent runEvent)
    {
        if (secrets.KeyId is null)
        {
            return runEvent;
        }

        var data = JsonNode.Parse(RunEventJson.Serialize(runEvent));
        var redacted = secrets.Redact(data);
        return ReferenceEquals(redacted, data) ? runEvent : RunEventJson.Deserialize(RunEventJson.TypeOf(runEvent), redacted!.ToJsonString());
    }
}
