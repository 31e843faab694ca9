using System.Buffers;
using System.Text;
using TestOps.Core.Engines;
using TestOps.Core.Expressions;
using TestOps.Core.Traces;

namespace TestOps.Core.Sessions;

/// <summary>
/// Renders the request of a call, and beside it the form that is recorded, in which values of the kinds <paramref name="tokens"/> are tokens such as <c>${keep.id}</c>: a replay,
/// which keeps its own values, is compared by what it refers to, and a secret is not shown. Each expression is evaluated once.
/// </summary>
internal sealed class RequestRenderer(TokenKinds tokens)
{
    // Where it is asked for: thousands of users of a load send requests without any.
    private ArrayBufferWriter<byte>? _body;

    /// <summary>Path and query of the last request, as recorded.</summary>
    public string RecordedPath { get; private set; } = "";

    /// <summary>Body of the last request, as recorded; valid until the next rendering.</summary>
    public ReadOnlyMemory<byte> RecordedBody { get; private set; }

    private ArrayBufferWriter<byte> Written => _body ??= new ArrayBufferWriter<byte>();

    private ArrayBufferWriter<byte> Recorded => field ??= new ArrayBufferWriter<byte>();

    private StringBuilder Query => field ??= new StringBuilder();

    private StringBuilder RecordedQuery => field ??= new StringBuilder();

    public EngineCall Render(CallProgram call, CallContext context, ExpressionScope scope, IFrameSink? frames)
    {
        var contentType = RenderBody(call, scope);
        return new EngineCall
        {
            Context = context,
            Method = call.Spec.Method,
            Path = RenderPath(call, scope),
            Headers = RenderHeaders(call, scope),
            Body = _body?.WrittenMemory ?? default,
            ContentType = contentType,
            Frames = frames,
        };
    }

    /// <summary>What is recorded of a request that could not be rendered: its template.</summary>
    public void Abandon(CallProgram call)
    {
        RecordedPath = call.Spec.Path;
        RecordedBody = default;
    }

    private string RenderPath(CallProgram call, ExpressionScope scope)
    {
        var path = Render(call.Path, scope, out var recorded);
        if (call.Query.Length == 0)
        {
            RecordedPath = recorded;
            return path;
        }

        Query.Clear().Append(path);
        RecordedQuery.Clear().Append(recorded);
        var separator = path.Contains('?', StringComparison.Ordinal) ? '&' : '?';
        foreach (var (name, template) in call.Query)
        {
            var value = Uri.EscapeDataString(Render(template, scope, out recorded));
            Query.Append(separator).Append(Uri.EscapeDataString(name)).Append('=').Append(value);

            // Percent-encoding a token would hide it from the reader.
            RecordedQuery.Append(separator).Append(Uri.EscapeDataString(name)).Append('=').Append((template.Uses & tokens) != 0 ? recorded : value);
            separator = '&';
        }

        RecordedPath = RecordedQuery.ToString();
        return Query.ToString();
    }

    private string? RenderBody(CallProgram call, ExpressionScope scope)
    {
        _body?.ResetWrittenCount();
        RecordedBody = default;
        if (call.JsonBody is { } json)
        {
            RenderJson(json, scope);
            return "application/json";
        }

        if (call.TextBody is { } text)
        {
            Encoding.UTF8.GetBytes(Render(text, scope, out var recorded), Written);
            RecordedBody = (text.Uses & tokens) != 0 ? Encoding.UTF8.GetBytes(recorded) : Written.WrittenMemory;
            return "text/plain; charset=utf-8";
        }

        if (call.Form is { } form)
        {
            RenderForm(form, scope);
            return "application/x-www-form-urlencoded";
        }

        return call.Multipart is { } multipart ? RenderMultipart(multipart, scope) : null;
    }

    private void RenderForm(FormBody form, ExpressionScope scope)
    {
        Query.Clear();
        RecordedQuery.Clear();
        foreach (var (name, template) in form.Fields)
        {
            var value = FormBody.Encode(Render(template, scope, out var recorded));
            var separator = Query.Length == 0 ? "" : "&";
            Query.Append(separator).Append(name).Append('=').Append(value);
            RecordedQuery.Append(separator).Append(name).Append('=').Append((template.Uses & tokens) != 0 ? recorded : value);
        }

        Encoding.UTF8.GetBytes(Query.ToString(), Written);
        RecordedBody = Encoding.UTF8.GetBytes(RecordedQuery.ToString());
    }

    private string RenderMultipart(MultipartBody multipart, ExpressionScope scope)
    {
        Recorded.ResetWrittenCount();
        var contentType = multipart.Render(scope, tokens, Written, Recorded);
        RecordedBody = Recorded.WrittenMemory;
        return contentType;
    }

    private void RenderJson(JsonTemplate json, ExpressionScope scope)
    {
        if ((json.Uses & tokens) == 0)
        {
            json.Write(scope, Written);
            RecordedBody = Written.WrittenMemory;
            return;
        }

        Recorded.ResetWrittenCount();
        json.Write(scope, tokens, Written, Recorded);
        RecordedBody = Recorded.WrittenMemory;
    }

    private string Render(Template template, ExpressionScope scope, out string recorded)
    {
        return template.Render(scope, tokens, out recorded);
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
}
