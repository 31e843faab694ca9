using System.Buffers;
using System.Globalization;
using System.Text;
using TestOps.Core.Engines;
using TestOps.Core.Traces;

namespace TestOps.Core.Determinism;

/// <summary>
/// The secrets that one session has met, numbered by their first appearance from 0: what is compared of a secret is its number, so that no digest depends on the key of the
/// tokens. Bodies are numbered apart from the rest, because a record may hold their digests only. Not safe for concurrent use.
/// </summary>
internal sealed class SecretOrdinals
{
    private readonly Dictionary<string, int> _heads = new(StringComparer.Ordinal);
    private readonly Dictionary<string, int> _bodies = new(StringComparer.Ordinal);

    /// <summary>The record with numbers in place of tokens; the same one where it holds none.</summary>
    public StepRecord Number(StepRecord record)
    {
        var path = Number(record.Path, _heads);
        var requestHeaders = Number(record.RequestHeaders);
        var requestBody = Number(record.RequestBody);
        var type = record.ContentType is null ? null : Number(record.ContentType, _heads);
        var headers = Number(record.Headers);
        var body = Number(record.Body);
        return ReferenceEquals(path, record.Path) && ReferenceEquals(requestHeaders, record.RequestHeaders) && requestBody == record.RequestBody && ReferenceEquals(type, record.ContentType)
            && ReferenceEquals(headers, record.Headers) && body == record.Body
            ? record
            : record with { Path = path, RequestHeaders = requestHeaders, RequestBody = requestBody, ContentType = type, Headers = headers, Body = body };
    }

    private IReadOnlyList<Header> Number(IReadOnlyList<Header> headers)
    {
        for (var i = 0; i < headers.Count; i++)
        {
            if (SecretToken.OccursIn(headers[i].Value))
            {
                return [.. headers.Select(header => new Header(header.Name, Number(header.Value, _heads)))];
            }
        }

        return headers;
    }

    private RecordedBody Number(RecordedBody body)
    {
        if (body.Kind is not (BodyKind.Json or BodyKind.Text or BodyKind.Binary) || !SecretToken.OccursIn(body.Bytes.Span))
        {
            return body;
        }

        ReadOnlyMemory<byte> numbered = Number(body.Bytes.Span, _bodies);

        // A name may have moved.
        return body with { Bytes = body.Kind == BodyKind.Json && CanonicalJson.TryCanonicalize(numbered, out var canonical, out _) ? canonical : numbered };
    }

    private static string Number(string text, Dictionary<string, int> ordinals) =>
        SecretToken.OccursIn(text) ? Encoding.UTF8.GetString(Number(Encoding.UTF8.GetBytes(text), ordinals)) : text;

    private static byte[] Number(ReadOnlySpan<byte> utf8, Dictionary<string, int> ordinals)
    {
        var output = new ArrayBufferWriter<byte>(utf8.Length);
        var copied = 0;
        for (var at = SecretToken.Find(utf8, 0); at >= 0; at = SecretToken.Find(utf8, copied))
        {
            var token = Encoding.ASCII.GetString(utf8.Slice(at, SecretToken.Length));
            if (!ordinals.TryGetValue(token, out var ordinal))
            {
                ordinal = ordinals.Count;
                ordinals.Add(token, ordinal);
            }

            output.Write(utf8[copied..at]);
            output.Write(Encoding.ASCII.GetBytes(string.Create(CultureInfo.InvariantCulture, $"${{secret:#{ordinal}}}")));
            copied = at + SecretToken.Length;
        }

        output.Write(utf8[copied..]);
        return output.WrittenSpan.ToArray();
    }
}
