namespace TestOps.Core.Suites;

/// <summary>How an answer is read as a stream of server-sent events.</summary>
public sealed record StreamSpec
{
    /// <summary>Data of the event that ends the stream, such as <c>[DONE]</c>; null where the end of the body ends it.</summary>
    public string? Done { get; init; }

    /// <summary>JSON Pointer of the text within each event's data; null joins the data themselves.</summary>
    public string? Join { get; init; }
}
