namespace TestOps.Server.Streaming;

/// <summary>How a stream shows events.</summary>
internal enum StreamFormat
{
    /// <summary><c>event: log</c> with the log line, for events that have a text.</summary>
    Log,

    /// <summary>The same as default events, for clients of <c>onmessage</c>.</summary>
    Message,

    /// <summary><c>event: TYPE</c> with the whole event.</summary>
    Json,
}
