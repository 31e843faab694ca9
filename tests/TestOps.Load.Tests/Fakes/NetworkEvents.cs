using System.Collections.Concurrent;
using System.Diagnostics.Tracing;

namespace TestOps.Load.Tests.Fakes;

/// <summary>What the framework tells of handshakes and of HTTP/2 within the flow of one test, whatever other tests of the process do.</summary>
internal sealed class NetworkEvents : EventListener
{
    private static readonly AsyncLocal<NetworkEvents?> s_current = new();
    private readonly ConcurrentQueue<string> _seen = new();

    /// <summary>Events that were seen: <c>HandshakeStop</c>, <c>ResponseHeadersStop 200</c>.</summary>
    public IEnumerable<string> Seen => _seen;

    /// <summary>Takes the events of the caller's flow from here on.</summary>
    public void Begin() => s_current.Value = this;

    protected override void OnEventSourceCreated(EventSource eventSource)
    {
        if (eventSource.Name is "System.Net.Security" or "System.Net.Http")
        {
            EnableEvents(eventSource, EventLevel.Informational);
        }
    }

    protected override void OnEventWritten(EventWrittenEventArgs eventData)
    {
        if (s_current?.Value == this && eventData.EventName is "HandshakeStop" or "ResponseHeadersStop")
        {
            _seen.Enqueue(eventData.EventName == "HandshakeStop" ? "HandshakeStop" : $"ResponseHeadersStop {eventData.Payload![0]}");
        }
    }
}
