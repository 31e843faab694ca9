namespace TestOps.Core.Engines;

/// <summary>What came back: status, headers and timed frames; or a <see cref="Failure"/> and nothing else.</summary>
public sealed class EngineReply
{
    /// <summary>HTTP status; 0 where the call failed before a status was known.</summary>
    public int Status { get; init; }

    /// <summary>Response headers in the order received.</summary>
    public IReadOnlyList<Header> Headers { get; init; } = [];

    /// <summary>Content type without its parameters, in lower case; null where none was sent.</summary>
    public string? ContentType { get; init; }

    /// <summary>The body in timed frames; one for a plain response, none for an empty one.</summary>
    public IReadOnlyList<Frame> Frames { get; init; } = [];

    /// <summary>Duration of the call in nanoseconds: virtual for controlled engines, measured otherwise.</summary>
    public long ElapsedNs { get; init; }

    /// <summary>Where the time went, where the client measures it; null otherwise.</summary>
    public CallTimings? Timings { get; init; }

    /// <summary>Set where the body is the joined text of a stream, as a record has it; null for an answer of an engine.</summary>
    public JoinedStream? Joined { get; init; }

    /// <summary>Why there is no answer; null where there is one.</summary>
    public EngineFailure? Failure { get; init; }

    /// <summary>The whole body: the frames, joined.</summary>
    public ReadOnlyMemory<byte> Body => Frames.Count switch
    {
        0 => ReadOnlyMemory<byte>.Empty,
        1 => Frames[0].Data,
        _ => Join(),
    };

    /// <summary>The first header line of that name, whatever its case; null where there is none.</summary>
    public string? Header(string name)
    {
        foreach (var header in Headers)
        {
            if (string.Equals(header.Name, name, StringComparison.OrdinalIgnoreCase))
            {
                return header.Value;
            }
        }

        return null;
    }

    /// <summary>A plain response of one frame.</summary>
    public static EngineReply Plain(int status, string? contentType, ReadOnlyMemory<byte> body, long elapsedNs, IReadOnlyList<Header>? headers = null) => new()
    {
        Status = status,
        ContentType = contentType,
        Headers = headers ?? [],
        Frames = body.IsEmpty ? [] : [new Frame(elapsedNs, body)],
        ElapsedNs = elapsedNs,
    };

    /// <summary>The place of an answer where no call was made.</summary>
    public static EngineReply None { get; } = new();

    /// <summary>A call that got no answer.</summary>
    public static EngineReply Failed(EngineFailure failure, long elapsedNs, CallTimings? timings = null) => new()
    {
        Failure = failure,
        ElapsedNs = elapsedNs,
        Timings = timings,
    };

    private byte[] Join()
    {
        var joined = new byte[Frames.Sum(frame => frame.Data.Length)];
        var at = 0;
        foreach (var frame in Frames)
        {
            frame.Data.Span.CopyTo(joined.AsSpan(at));
            at += frame.Data.Length;
        }

        return joined;
    }
}
