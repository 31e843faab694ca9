using System.Net;
using System.Text;
using TestOps.Core.Engines;

namespace TestOps.Load.BuiltIn.Http2;

/// <summary>
/// Builds requests as the <c>http</c> engine does, so that load sends what SIM sends: paths verbatim, headers of the lease, then those of the step, which win.
/// What is left out is what tells sessions apart (<c>X-TestOps-*</c>): load is no replayable session.
/// </summary>
internal sealed class RequestBuilder
{
    private static readonly UriCreationOptions s_verbatim = new() { DangerousDisablePathAndQueryCanonicalization = true };
    private readonly IReadOnlyList<Header> _headers;
    private readonly string? _userAgent;

    public RequestBuilder(LoadTarget target)
    {
        _headers = target.Headers;
        _userAgent = target.Http.UserAgent;
    }

    /// <summary>The message of a call.</summary>
    /// <exception cref="FormatException">The call cannot be put on the wire.</exception>
    public HttpRequestMessage Build(in Hop call)
    {
        var request = new HttpRequestMessage(HttpMethod.Parse(call.Method), new Uri(call.Origin.Prefix + call.Target, s_verbatim))
        {
            Version = HttpVersion.Version20,
            VersionPolicy = HttpVersionPolicy.RequestVersionExact,
        };
        if (!call.Body.IsEmpty || call.ContentType is not null)
        {
            request.Content = new ReadOnlyMemoryContent(call.Body);
        }

        for (var i = 0; i < _headers.Count; i++)
        {
            if (!Sets(call.Headers, _headers[i].Name) && !(call.DropsCredentials && Credentials.Contains(_headers[i].Name)))
            {
                Add(request, _headers[i]);
            }
        }

        for (var i = 0; i < call.Headers.Count; i++)
        {
            if (!(call.DropsCredentials && Credentials.Contains(call.Headers[i].Name)))
            {
                Add(request, call.Headers[i]);
            }
        }

        if (call.ContentType is not null && !request.Content!.Headers.NonValidated.Contains("Content-Type"))
        {
            Add(request, new Header("Content-Type", call.ContentType));
        }

        if (_userAgent is not null && !request.Headers.NonValidated.Contains("User-Agent"))
        {
            Add(request, new Header("User-Agent", _userAgent));
        }

        return request;
    }

    private static void Add(HttpRequestMessage request, Header header)
    {
        // The value is not repeated: it may be a secret.
        if (header.Value.AsSpan().ContainsAny('\r', '\n', '\0'))
        {
            throw new FormatException($"the value of header '{header.Name}' contains a line break or a zero character");
        }

        if (request.Headers.TryAddWithoutValidation(header.Name, header.Value))
        {
            return;
        }

        request.Content ??= new ReadOnlyMemoryContent(ReadOnlyMemory<byte>.Empty);
        if (!request.Content.Headers.TryAddWithoutValidation(header.Name, header.Value))
        {
            throw new FormatException($"'{header.Name}' is not a header name");
        }
    }

    private static bool Sets(IReadOnlyList<Header> headers, string name)
    {
        for (var i = 0; i < headers.Count; i++)
        {
            if (string.Equals(headers[i].Name, name, StringComparison.OrdinalIgnoreCase))
            {
                return true;
            }
        }

        return false;
    }
}
