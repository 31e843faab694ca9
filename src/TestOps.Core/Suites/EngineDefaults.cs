namespace TestOps.Core.Suites;

/// <summary>Defaults of every engine (docs/reference/suite.md).</summary>
public static class EngineDefaults
{
    /// <summary>Limit on one call: 30 s.</summary>
    public static readonly TimeSpan Timeout = TimeSpan.FromSeconds(30);

    /// <summary>Limit on the time from the start of the engine's process to ready: 30 s.</summary>
    public static readonly TimeSpan StartTimeout = TimeSpan.FromSeconds(30);

    /// <summary>Limit on one reset: 30 s.</summary>
    public static readonly TimeSpan ResetTimeout = TimeSpan.FromSeconds(30);

    /// <summary>Base URL template of an engine that TestOps starts: loopback, at the free port.</summary>
    public const string StartedBaseUrl = "http://127.0.0.1:${engine.port}";

    /// <summary>Limit on a response body: 16 MiB.</summary>
    public const long MaxBodyBytes = 16 * 1024 * 1024;

    /// <summary>The highest limit that a suite may set: 40 MiB. In the trace a byte may take six, where it needs an escape, and a line has at most 256 MiB.</summary>
    public const long MaxBodyBytesMax = 40 * 1024 * 1024;
}
