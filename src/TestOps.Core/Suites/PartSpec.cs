namespace TestOps.Core.Suites;

/// <summary>A part of a <c>multipart/form-data</c> body: a text, or a file beside the suite.</summary>
public sealed record PartSpec
{
    /// <summary>Name of the field.</summary>
    public required string Name { get; init; }

    /// <summary>Template of the text; null where <see cref="File"/> is given.</summary>
    public string? Text { get; init; }

    /// <summary>File beside the suite; null where <see cref="Text"/> is given.</summary>
    public string? File { get; init; }

    /// <summary>File name that is sent; null sends the last part of <see cref="File"/>, and none for a text.</summary>
    public string? FileName { get; init; }

    /// <summary>Content type that is sent; null sends <c>application/octet-stream</c> for a file, and none for a text.</summary>
    public string? Type { get; init; }
}
