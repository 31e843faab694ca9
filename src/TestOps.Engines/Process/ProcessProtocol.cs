namespace TestOps.Engines.Process;

/// <summary>The protocol's name and limits (docs/reference/process-protocol.md).</summary>
public static class ProcessProtocol
{
    /// <summary>The one version that is spoken: <c>testops-engine-1</c>.</summary>
    public const string Version = "testops-engine-1";

    /// <summary>Most calls in flight that an engine may declare: 1,000.</summary>
    public const int MaxConcurrency = 1000;

    /// <summary>Longest name or version of an engine, in UTF-16 units: 200.</summary>
    public const int MaxNameLength = 200;

    /// <summary>Most frames of one answer: 100,000.</summary>
    public const int MaxFrames = 100_000;

    /// <summary>Most headers of one answer: 1,000.</summary>
    public const int MaxHeaders = 1000;

    /// <summary>Most calls that may be given up and still be answered later, before the conversation ends: 10,000.</summary>
    public const int MaxAbandoned = 10_000;

    /// <summary>How deep JSON may nest within a line: that of a body, and the line around it.</summary>
    internal const int MaxDepth = Core.Determinism.CanonicalJson.MaxDepth + 1;

    /// <summary>Longest line in bytes, its end not counted: twice the limit on a body, and 64 KiB.</summary>
    public static long MaxLineBytes(long maxBodyBytes) => (2 * maxBodyBytes) + (64 * 1024);
}
