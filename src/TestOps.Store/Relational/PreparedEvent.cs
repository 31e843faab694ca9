using TestOps.Core.Journaling;

namespace TestOps.Store.Relational;

/// <summary>An event with its columns, made on the caller's side so that the writer only writes.</summary>
internal sealed record PreparedEvent(RunEvent Event, string Type, string Severity, string Data)
{
    public static PreparedEvent Of(RunEvent runEvent) =>
        new(runEvent, RunEventJson.TypeOf(runEvent), RunEventJson.NameOf(runEvent.Severity), RunEventJson.Serialize(runEvent));
}
