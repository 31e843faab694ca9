using TestOps.Core.Engines;

namespace TestOps.Load.BuiltIn;

/// <summary>Where a redirect leads, by the rules of Go's client, which k6 uses.</summary>
internal static class RedirectRules
{
    private static readonly UriCreationOptions s_verbatim = new() { DangerousDisablePathAndQueryCanonicalization = true };

    /// <summary>The request that follows an answer; null where the answer is no redirect, or says nowhere to go to.</summary>
    public static Hop? Next(Hop hop, EngineReply reply)
    {
        if (reply.Failure is not null || reply.Status is not (301 or 302 or 303 or 307 or 308) || reply.Header("Location") is not { Length: > 0 } location)
        {
            return null;
        }

        if (!Uri.TryCreate(new Uri(hop.Origin.Prefix + hop.Target, s_verbatim), location, out var target) || (target.Scheme != Uri.UriSchemeHttp && target.Scheme != Uri.UriSchemeHttps))
        {
            return null;
        }

        var next = hop with { Origin = Origin.Of(target), Target = RequestTarget.Of("", target.PathAndQuery) };
        return reply.Status is 307 or 308
            ? next
            : next with { Method = hop.Method == "HEAD" ? "HEAD" : "GET", Body = default, ContentType = null, Headers = WithoutLength(hop.Headers) };
    }

    private static IReadOnlyList<Header> WithoutLength(IReadOnlyList<Header> headers) =>
        headers.Any(static header => IsLength(header)) ? [.. headers.Where(static header => !IsLength(header))] : headers;

    private static bool IsLength(in Header header) => header.Name.Equals("Content-Length", StringComparison.OrdinalIgnoreCase);

    /// <summary>Whether a host is another than the one first called, and none below it: then it gets no credentials.</summary>
    public static bool IsForeign(string first, string host) =>
        !host.Equals(first, StringComparison.OrdinalIgnoreCase) && !(host.EndsWith($".{first}", StringComparison.OrdinalIgnoreCase) && !first.StartsWith('['));
}
