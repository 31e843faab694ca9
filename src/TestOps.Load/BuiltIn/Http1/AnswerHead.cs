using System.Buffers.Text;
using System.Globalization;
using System.Text;

namespace TestOps.Load.BuiltIn.Http1;

/// <summary>
/// The head of one answer, line by line: what of it decides how the body is framed, and the lines themselves. Strict where leniency would let two readers disagree on where an
/// answer ends (RFC 9112); a lone line feed and folded lines are read, as Go reads them.
/// </summary>
internal sealed class AnswerHead
{
    private const int StatusLineMin = 12;
    [ThreadStatic]
    private static (byte[] Bytes, string Text)? t_contentType;
    private bool _asksToKeep;
    private bool _asksToClose;
    private bool _isFraming = true;
    private bool _isTypeOpen;

    public int Status { get; private set; }

    public bool IsHttp10 { get; private set; }

    /// <summary>Announced length of the body; null for none.</summary>
    public long? Length { get; private set; }

    public bool IsChunked { get; private set; }

    /// <summary>Whether two readers may disagree on where the answer ends: chunks and a length, or chunks in HTTP/1.0, which has none. Chunks win, and the connection is not used again.</summary>
    public bool IsAmbiguous => IsChunked && (Length is not null || IsHttp10);

    public bool KeepsAlive => !_asksToClose && (!IsHttp10 || _asksToKeep);

    /// <summary>Value of <c>Content-Encoding</c>; null for none.</summary>
    public string? Encoding { get; private set; }

    /// <summary>Content type without its parameters, in lower case; null for none.</summary>
    public string? ContentType { get; private set; }

    public void Reset()
    {
        Status = 0;
        IsHttp10 = false;
        Length = null;
        IsChunked = false;
        Encoding = null;
        ContentType = null;
        _asksToKeep = false;
        _asksToClose = false;
        _isFraming = true;
        _isTypeOpen = false;
    }

    /// <summary>Reads the first line; gives what is wrong with it, or null.</summary>
    public string? ReadStatusLine(ReadOnlySpan<byte> line)
    {
        if (line.Length < StatusLineMin || !line.StartsWith("HTTP/1."u8) || line[7] is not ((byte)'0' or (byte)'1') || line[8] != ' ')
        {
            return $"it begins with {Shown(line)}, which is no status line of HTTP/1.0 or HTTP/1.1";
        }

        var digits = line[9..12];
        if (digits.ContainsAnyExceptInRange((byte)'0', (byte)'9') || digits[0] == '0' || (line.Length > StatusLineMin && line[12] != ' ') || HasControl(line))
        {
            return $"{Shown(line)} has no valid status";
        }

        IsHttp10 = line[7] == '0';
        Status = ((digits[0] - '0') * 100) + ((digits[1] - '0') * 10) + digits[2] - '0';
        return null;
    }

    /// <summary>Reads a header line; gives what is wrong with it, or null.</summary>
    public string? ReadHeader(ReadOnlySpan<byte> line)
    {
        if (line[0] is (byte)' ' or (byte)'\t')
        {
            // A fold may not change how the body is framed: the value has been read without it.
            if (HasControl(line) || _isFraming)
            {
                return $"{Shown(line)} continues no line that may be continued";
            }

            if (_isTypeOpen)
            {
                ContinueContentType(line);
            }

            return null;
        }

        var colon = line.IndexOf((byte)':');
        if (colon <= 0 || !HeaderNames.IsToken(line[..colon]))
        {
            return $"{Shown(line)} is no header line";
        }

        if (HasControl(line))
        {
            return $"{Shown(line)} has a control character";
        }

        var name = line[..colon];
        var value = line[(colon + 1)..].Trim(" \t"u8);
        _isFraming = false;
        _isTypeOpen = false;
        return name.Length switch
        {
            14 when HeaderNames.Same(name, "content-length"u8) => ReadLength(value),
            17 when HeaderNames.Same(name, "transfer-encoding"u8) => ReadTransferEncoding(value),
            10 when HeaderNames.Same(name, "connection"u8) => ReadConnection(value),
            12 when HeaderNames.Same(name, "content-type"u8) => ReadContentType(value),
            16 when HeaderNames.Same(name, "content-encoding"u8) => ReadEncoding(value),
            _ => null,
        };
    }

    /// <summary>A piece of an answer as people may read it: the first characters, without anything that would move their cursor.</summary>
    internal static string Shown(ReadOnlySpan<byte> text)
    {
        const int Max = 40;
        var shown = new StringBuilder("'");
        foreach (var value in text[..Math.Min(Max, text.Length)])
        {
            shown.Append(value is >= 0x20 and < 0x7F ? (char)value : '.');
        }

        return shown.Append(text.Length > Max ? "...'" : "'").ToString();
    }

    private static bool HasControl(ReadOnlySpan<byte> line)
    {
        // Below 0x20 only the tab is a character of a header. DEL is none either, and let through: nobody takes it for an end.
        var at = line.IndexOfAnyInRange((byte)0, (byte)0x1F);
        while (at >= 0)
        {
            if (line[at] != '\t')
            {
                return true;
            }

            line = line[(at + 1)..];
            at = line.IndexOfAnyInRange((byte)0, (byte)0x1F);
        }

        return false;
    }

    private string? ReadLength(ReadOnlySpan<byte> value)
    {
        _isFraming = true;
        if (value.Length is 0 or > 18 || value.ContainsAnyExceptInRange((byte)'0', (byte)'9') || !Utf8Parser.TryParse(value, out long length, out _))
        {
            return $"Content-Length {Shown(value)} is no length";
        }

        if (Length is { } known && known != length)
        {
            return string.Create(CultureInfo.InvariantCulture, $"it has two lengths, {known} and {length}");
        }

        Length = length;
        return null;
    }

    private string? ReadTransferEncoding(ReadOnlySpan<byte> value)
    {
        _isFraming = true;
        if (IsChunked || !HeaderNames.Same(value, "chunked"u8))
        {
            return $"Transfer-Encoding {Shown(value)} is not supported; chunked is";
        }

        IsChunked = true;
        return null;
    }

    private string? ReadConnection(ReadOnlySpan<byte> value)
    {
        _isFraming = true;
        foreach (var range in value.Split((byte)','))
        {
            var option = value[range].Trim(" \t"u8);
            _asksToClose |= HeaderNames.Same(option, "close"u8);
            _asksToKeep |= HeaderNames.Same(option, "keep-alive"u8);
        }

        return null;
    }

    private string? ReadContentType(ReadOnlySpan<byte> value)
    {
        // Nearly all answers of a load have the same type: its text is made once.
        if (t_contentType is not { } known || !value.SequenceEqual(known.Bytes))
        {
            known = (value.ToArray(), TypeOf(value));
            t_contentType = known;
        }

        // What a fold adds counts until the parameters begin; of several lines the first counts.
        _isTypeOpen = ContentType is null && !value.Contains((byte)';');
        ContentType ??= known.Text;
        return null;
    }

    private void ContinueContentType(ReadOnlySpan<byte> fold)
    {
        _isTypeOpen = !fold.Contains((byte)';');
        ContentType = $"{ContentType} {TypeOf(fold.Trim(" \t"u8))}".Trim();
    }

    private static string TypeOf(ReadOnlySpan<byte> value) => System.Text.Encoding.Latin1.GetString(value).Split(';', 2)[0].Trim().ToLowerInvariant();

    private string? ReadEncoding(ReadOnlySpan<byte> value)
    {
        _isFraming = true;
        var text = System.Text.Encoding.Latin1.GetString(value);
        Encoding = Encoding is null ? text : $"{Encoding},{text}";
        return null;
    }
}
