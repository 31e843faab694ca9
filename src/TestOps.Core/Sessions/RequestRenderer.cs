using System.Buffers;
using System.Text;
using TestOps.Core.Engines;
using TestOps.Core.Expressions;

namespace TestOps.Core.Sessions;

/// <summary>Renders the request of a call.</summary>
internal static class RequestRenderer
{
    public static EngineCall Render(CallProgram call, CallContext context, ExpressionScope scope, ArrayBufferWriter<byte> body)
    {
        RenderBody(call, scope, body);
        return new EngineCall
        {
            Context = context,
            Method = call.Spec.Method,
            Path = RenderPath(call, scope),
            Headers = RenderHeaders(call, scope),
            Body = body.WrittenMemory,
            ContentType = ContentType(call),
        };
    }

    public static string RenderPath(CallProgram call, ExpressionScope scope)
    {
        var path = call.Path.Render(scope);
        if (call.Query.Length == 0)
        {
            return path;
        }

        var text = new StringBuilder(path);
        var separator = path.Contains('?', StringComparison.Ordinal) ? '&' : '?';
        foreach (var (name, value) in call.Query)
        {
            text.Append(separator).Append(Uri.EscapeDataString(name)).Append('=').Append(Uri.EscapeDataString(value.Render(scope)));
            separator = '&';
        }

        return text.ToString();
    }

    /// <summary>Renders the body into <paramref name="body"/>, which is cleared first: canonical JSON, or the text itself.</summary>
    public static void RenderBody(CallProgram call, ExpressionScope scope, ArrayBufferWriter<byte> body)
    {
        body.ResetWrittenCount();
        call.JsonBody?.Write(scope, body);
        if (call.TextBody is not null)
        {
            Encoding.UTF8.GetBytes(call.TextBody.Render(scope), body);
        }
    }

    private static Header[] RenderHeaders(CallProgram call, ExpressionScope scope)
    {
        if (call.Headers.Length == 0)
        {
            return [];
        }

        var headers = new Header[call.Headers.Length];
        for (var i = 0; i < headers.Length; i++)
        {
            headers[i] = new Header(call.Headers[i].Key, call.Headers[i].Value.Render(scope));
        }

        return headers;
    }

    private static string? ContentType(CallProgram call) =>
        call.JsonBody is not null ? "application/json" : call.TextBody is not null ? "text/plain; charset=utf-8" : null;
}
