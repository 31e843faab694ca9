using TestOps.Core.Engines;

namespace TestOps.Load.BuiltIn;

/// <summary>One request on the wire: a call, or where a redirect has led it.</summary>
/// <param name="Origin">Where it goes.</param>
/// <param name="Method">HTTP method in upper case.</param>
/// <param name="Target">Path and query, prefix included, fit for a request line.</param>
/// <param name="Headers">Headers of the step.</param>
/// <param name="Body">Body bytes.</param>
/// <param name="ContentType">Content type of the body; null without one.</param>
/// <param name="Frames">Takes the body as it arrives; null for a plain answer.</param>
/// <param name="DropsCredentials">Whether a redirect has led to another host, which gets no credentials.</param>
internal sealed record Hop(
    Origin Origin, string Method, string Target, IReadOnlyList<Header> Headers, ReadOnlyMemory<byte> Body, string? ContentType, IFrameSink? Frames, bool DropsCredentials);
