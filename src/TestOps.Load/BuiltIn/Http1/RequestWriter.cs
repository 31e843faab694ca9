using System.Buffers;
using System.Globalization;
using System.Text;
using TestOps.Core.Engines;

namespace TestOps.Load.BuiltIn.Http1;

/// <summary>
/// Writes requests as the <c>http</c> engine sends them: paths verbatim, headers of the lease, then those of the step, which win. What is left out is what tells sessions apart
/// (<c>X-TestOps-*</c>): load is no replayable session. One request at a time.
/// </summary>
internal sealed class RequestWriter
{
    private const int BodyInOneWrite = 8 * 1024;
    private readonly IReadOnlyList<Header> _lease;
    private readonly string? _userAgent;
    private readonly bool _closes;
    private byte[] _buffer = [];
    private int _count;

    public RequestWriter(LoadTarget target)
    {
        _lease = target.Headers;
        _userAgent = target.Http.UserAgent;
        _closes = target.Http.NoConnectionReuse;
    }

    /// <summary>The request as it goes on the wire, valid until <see cref="Release"/>; a large body is left to be written behind it.</summary>
    public ReadOnlyMemory<byte> Written => _buffer.AsMemory(0, _count);

    /// <summary>What of the body is not in <see cref="Written"/>.</summary>
    public ReadOnlyMemory<byte> Rest { get; private set; }

    /// <summary>Writes a request; gives what keeps it from being put on the wire, or null.</summary>
    public string? Write(Hop hop)
    {
        _count = 0;
        if (!HeaderNames.IsToken(hop.Method))
        {
            return $"'{hop.Method}' is no HTTP method";
        }

        Add(hop.Method);
        Add(" "u8);
        Add(hop.Target);
        Add(" HTTP/1.1\r\n"u8);
        if (hop.DropsCredentials || (!Has(hop.Headers, "Host") && !Has(_lease, "Host")))
        {
            AddLine("Host", hop.Origin.Authority);
        }

        if (AddHeaders(hop) is { } problem)
        {
            return problem;
        }

        if (_userAgent is not null && !Has(hop.Headers, "User-Agent") && !Has(_lease, "User-Agent") && AddHeader(hop, new Header("User-Agent", _userAgent)) is { } invalid)
        {
            return invalid;
        }

        if (_closes && !Has(hop.Headers, "Connection"))
        {
            Add("Connection: close\r\n"u8);
        }

        AddBody(hop);
        return null;
    }

    /// <summary>Gives the buffer back: a user that thinks holds none.</summary>
    public void Release()
    {
        if (_buffer.Length > 0)
        {
            ArrayPool<byte>.Shared.Return(_buffer);
            _buffer = [];
        }

        Rest = default;
        _count = 0;
    }

    private string? AddHeaders(Hop hop)
    {
        for (var i = 0; i < _lease.Count; i++)
        {
            if (!Has(hop.Headers, _lease[i].Name) && AddHeader(hop, _lease[i]) is { } problem)
            {
                return problem;
            }
        }

        for (var i = 0; i < hop.Headers.Count; i++)
        {
            if (AddHeader(hop, hop.Headers[i]) is { } problem)
            {
                return problem;
            }
        }

        if (hop.ContentType is not null && !Has(hop.Headers, "Content-Type") && !Has(_lease, "Content-Type"))
        {
            AddLine("Content-Type", hop.ContentType);
        }

        return null;
    }

    private string? AddHeader(Hop hop, in Header header)
    {
        if (!HeaderNames.IsToken(header.Name))
        {
            return $"'{header.Name}' is not a header name";
        }

        // The value is not repeated: it may be a secret.
        if (header.Value.AsSpan().ContainsAny('\r', '\n', '\0'))
        {
            return $"the value of header '{header.Name}' contains a line break or a zero character";
        }

        if (Is(header.Name, "Transfer-Encoding") || (Is(header.Name, "Content-Length") && header.Value.Trim() != hop.Body.Length.ToString(CultureInfo.InvariantCulture)))
        {
            return $"header '{header.Name}' says how the body is sent, which is the client's to say: leave it out";
        }

        if (Is(header.Name, "Content-Length") || (hop.DropsCredentials && Credentials.Contains(header.Name)))
        {
            return null;
        }

        AddLine(header.Name, header.Value);
        return null;
    }

    private void AddBody(Hop hop)
    {
        if (!hop.Body.IsEmpty || hop.ContentType is not null || hop.Method is not ("GET" or "HEAD" or "OPTIONS" or "TRACE" or "DELETE" or "CONNECT"))
        {
            Add("Content-Length: "u8);
            Reserve(20);
            hop.Body.Length.TryFormat(_buffer.AsSpan(_count), out var digits, provider: CultureInfo.InvariantCulture);
            _count += digits;
            Add("\r\n"u8);
        }

        Add("\r\n"u8);
        Rest = hop.Body.Length > BodyInOneWrite ? hop.Body : default;
        if (Rest.IsEmpty)
        {
            Add(hop.Body.Span);
        }
    }

    private void AddLine(string name, string value)
    {
        Add(name);
        Add(": "u8);
        Add(value);
        Add("\r\n"u8);
    }

    private void Add(string text)
    {
        Reserve(text.Length * 3);
        _count += Encoding.UTF8.GetBytes(text, _buffer.AsSpan(_count));
    }

    private void Add(ReadOnlySpan<byte> bytes)
    {
        Reserve(bytes.Length);
        bytes.CopyTo(_buffer.AsSpan(_count));
        _count += bytes.Length;
    }

    private void Reserve(int count)
    {
        if (_buffer.Length - _count >= count)
        {
            return;
        }

        var larger = ArrayPool<byte>.Shared.Rent(Math.Max(512, Math.Max(_count + count, _buffer.Length * 2)));
        _buffer.AsSpan(0, _count).CopyTo(larger);
        if (_buffer.Length > 0)
        {
            ArrayPool<byte>.Shared.Return(_buffer);
        }

        _buffer = larger;
    }

    private static bool Is(string name, string other) => string.Equals(name, other, StringComparison.OrdinalIgnoreCase);

    private static bool Has(IReadOnlyList<Header> headers, string name)
    {
        for (var i = 0; i < headers.Count; i++)
        {
            if (Is(headers[i].Name, name))
            {
                return true;
            }
        }

        return false;
    }
}
