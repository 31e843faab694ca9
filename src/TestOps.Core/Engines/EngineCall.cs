namespace TestOps.Core.Engines;

/// <summary>One request to an engine.</summary>
public sealed class EngineCall
{
    /// <summary>Which session and step asks, on which clock.</summary>
    public required CallContext Context { get; init; }

    /// <summary>HTTP method in upper case.</summary>
    public required string Method { get; init; }

    /// <summary>Path and query, starting with <c>/</c>; the engine's own host and port are never part of it.</summary>
    public required string Path { get; init; }

    /// <summary>Headers of the step; those of the lease are added by the client.</summary>
    public IReadOnlyList<Header> Headers { get; init; } = [];

    /// <summary>Body bytes; empty for none.</summary>
    public ReadOnlyMemory<byte> Body { get; init; }

    /// <summary>Content type of <see cref="Body"/>, or null without a body.</summary>
    public string? ContentType { get; init; }

    /// <summary>Takes the body as it arrives, where it is read as a stream; null for a plain answer.</summary>
    public IFrameSink? Frames { get; init; }

    /// <summary>The same call with other headers of the step.</summary>
    public EngineCall WithHeaders(IReadOnlyList<Header> headers) => new()
    {
        Context = Context,
        Method = Method,
        Path = Path,
        Headers = headers,
        Body = Body,
        ContentType = ContentType,
        Frames = Frames,
    };
}
