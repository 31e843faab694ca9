using System.Globalization;
using System.Net;
using TestOps.Core.Engines;

namespace TestOps.Engines.Http;

/// <summary>Builds the message of a call: headers of the lease, then of the step, which win, then who asks.</summary>
internal static class HttpRequestBuilder
{
    public static HttpRequestMessage Build(EngineCall call, HttpClientOptions options)
    {
        var request = new HttpRequestMessage(MethodOf(call.Method), RequestTarget.Of(options.BaseAddress, call.Path))
        {
            Version = HttpVersion.Version11,
            VersionPolicy = HttpVersionPolicy.RequestVersionOrLower,
        };
        if (!call.Body.IsEmpty || call.ContentType is not null)
        {
            request.Content = new ReadOnlyMemoryContent(call.Body);
        }

        foreach (var header in options.Headers)
        {
            if (!call.Headers.Any(own => string.Equals(own.Name, header.Name, StringComparison.OrdinalIgnoreCase)))
            {
                Add(request, header);
            }
        }

        foreach (var header in call.Headers)
        {
            Add(request, header);
        }

        if (call.ContentType is not null && !request.Content!.Headers.NonValidated.Contains("Content-Type"))
        {
            Add(request, new Header("Content-Type", call.ContentType));
        }

        // Nothing here may differ between run and replay. Steps count from 1: calls of the lease itself belong to no session.
        if (call.Context.Step > 0)
        {
            Add(request, new Header("X-TestOps-Session", call.Context.Session.ToString(CultureInfo.InvariantCulture)));
            Add(request, new Header("X-TestOps-Step", call.Context.Step.ToString(CultureInfo.InvariantCulture)));
        }

        return request;
    }

    private static HttpMethod MethodOf(string method)
    {
        try
        {
            return new HttpMethod(method);
        }
        catch (FormatException)
        {
            throw new InvalidCallException($"'{method}' is not an HTTP method");
        }
    }

    private static void Add(HttpRequestMessage request, Header header)
    {
        // The value is not repeated: it may be a secret.
        if (header.Value.AsSpan().ContainsAny('\r', '\n', '\0'))
        {
            throw new InvalidCallException($"the value of header '{header.Name}' contains a line break or a zero character");
        }

        if (request.Headers.TryAddWithoutValidation(header.Name, header.Value))
        {
            return;
        }

        request.Content ??= new ReadOnlyMemoryContent(ReadOnlyMemory<byte>.Empty);
        if (!request.Content.Headers.TryAddWithoutValidation(header.Name, header.Value))
        {
            throw new InvalidCallException($"'{header.Name}' is not a header name");
        }
    }
}
