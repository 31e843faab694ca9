using TestOps.Core.Engines;
using TestOps.Core.Suites;

namespace TestOps.Engines.Process;

/// <summary>How a conversation with an engine is held.</summary>
public sealed record ProcessDialogueOptions
{
    /// <summary>Limit on the time from the hello of TestOps to that of the engine; 30 s.</summary>
    public TimeSpan ReadyTimeout { get; init; } = EngineDefaults.StartTimeout;

    /// <summary>Limit on one call, from the moment it is sent; 30 s.</summary>
    public TimeSpan Timeout { get; init; } = EngineDefaults.Timeout;

    /// <summary>Limit on the body of an answer in bytes; 16 MiB. A line may be <see cref="ProcessProtocol.MaxLineBytes"/> long.</summary>
    public long MaxBodyBytes { get; init; } = EngineDefaults.MaxBodyBytes;

    /// <summary>Headers that are added to every call, unless the call has one of the same name. Default none.</summary>
    public IReadOnlyList<Header> Headers { get; init; } = [];

    /// <summary>The clock of the limits and of what is measured.</summary>
    public TimeProvider Time { get; init; } = TimeProvider.System;

    /// <summary>
    /// Asked when a stream is closed under the conversation: what became of the engine, in words that end a sentence (<c>it ended with exit code 3</c>). Null says only that
    /// the stream was closed.
    /// </summary>
    public Func<Task<string>>? DescribeEnd { get; init; }
}
