using System.Net;
using System.Text;
using TestOps.Core.Engines;

namespace TestOps.Load.BuiltIn;

/// <summary>
/// Builds requests as the <c>http</c> engine does, so that load sends what SIM sends: paths verbatim, headers of the lease, then those of the step, which win.
/// What is left out is what tells sessions apart (<c>X-TestOps-*</c>): load is no replayable session.
/// </summary>
internal sealed class RequestBuilder
{
    private static readonly UriCreationOptions s_verbatim = new() { DangerousDisablePathAndQueryCanonicalization = true };
    private readonly string _prefix;
    private readonly IReadOnlyList<Header> _headers;

    public RequestBuilder(LoadTarget target)
    {
        _prefix = target.BaseAddress.GetLeftPart(UriPartial.Authority) + target.BaseAddress.AbsolutePath.TrimEnd('/');
        _headers = target.Headers;
    }

    /// <summary>The message of a call.</summary>
    /// <exception cref="FormatException">The call cannot be put on the wire.</exception>
    public HttpRequestMessage Build(EngineCall call)
    {
        var request = new HttpRequestMessage(HttpMethod.Parse(call.Method), new Uri(_prefix + Encode(call.Path), s_verbatim))
        {
            Version = HttpVersion.Version11,
            VersionPolicy = HttpVersionPolicy.RequestVersionExact,
        };
        if (!call.Body.IsEmpty || call.ContentType is not null)
        {
            request.Content = new ReadOnlyMemoryContent(call.Body);
        }

        for (var i = 0; i < _headers.Count; i++)
        {
            if (!Sets(call.Headers, _headers[i].Name))
            {
                Add(request, _headers[i]);
            }
        }

        for (var i = 0; i < call.Headers.Count; i++)
        {
            Add(request, call.Headers[i]);
        }

        if (call.ContentType is not null && !request.Content!.Headers.NonValidated.Contains("Content-Type"))
        {
            Add(request, new Header("Content-Type", call.ContentType));
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

    // Only what a request line cannot carry is percent-encoded; a '#' would start a fragment, which is never sent.
    private static string Encode(string path)
    {
        if (!path.AsSpan().ContainsAnyExceptInRange('!', '~') && !path.Contains('#'))
        {
            return path;
        }

        var text = new StringBuilder(path.Length + 16);
        foreach (var value in Encoding.UTF8.GetBytes(path))
        {
            if (value is > (byte)' ' and < 0x7F and not (byte)'#')
            {
                text.Append((char)value);
            }
            else
            {
                text.Append('%').Append(value.ToString("X2", System.Globalization.CultureInfo.InvariantCulture));
            }
        }

        return text.ToString();
    }
}
