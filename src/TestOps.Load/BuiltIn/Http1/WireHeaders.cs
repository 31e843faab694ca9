using System.Collections;
using System.Text;
using TestOps.Core.Engines;

namespace TestOps.Load.BuiltIn.Http1;

/// <summary>Header lines of an answer as they came, made into texts only when somebody looks: most answers of a load are never asked for theirs.</summary>
internal sealed class WireHeaders : IReadOnlyList<Header>, IHeaderLookup
{
    private readonly byte[] _lines;
    private List<Header>? _read;

    /// <summary>Takes the lines behind the status line, with their ends.</summary>
    public WireHeaders(ReadOnlySpan<byte> lines) => _lines = lines.ToArray();

    public int Count => Read.Count;

    public Header this[int index] => Read[index];

    private List<Header> Read => _read ??= ReadLines();

    public bool Has(string name)
    {
        Span<byte> wanted = stackalloc byte[name.Length];
        if (!Encoding.ASCII.TryGetBytes(name, wanted, out _))
        {
            return false;
        }

        for (var rest = _lines.AsSpan(); !rest.IsEmpty;)
        {
            if (rest.Length > wanted.Length && rest[wanted.Length] == ':' && Ascii.EqualsIgnoreCase(rest[..wanted.Length], wanted))
            {
                return true;
            }

            var end = rest.IndexOf((byte)'\n');
            rest = end < 0 ? default : rest[(end + 1)..];
        }

        return false;
    }

    public IEnumerator<Header> GetEnumerator() => Read.GetEnumerator();

    IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();

    private List<Header> ReadLines()
    {
        var headers = new List<Header>();
        foreach (var line in Encoding.Latin1.GetString(_lines).Split('\n', StringSplitOptions.RemoveEmptyEntries))
        {
            var text = line.TrimEnd('\r');
            if (text.Length == 0)
            {
                continue;
            }

            if (text[0] is ' ' or '\t')
            {
                // RFC 9112, 5.2: a fold is read as a space.
                if (headers.Count > 0)
                {
                    headers[^1] = headers[^1] with { Value = $"{headers[^1].Value} {text.Trim(' ', '\t')}" };
                }

                continue;
            }

            var colon = text.IndexOf(':', StringComparison.Ordinal);
            headers.Add(new Header(text[..colon], text[(colon + 1)..].Trim(' ', '\t')));
        }

        return headers;
    }
}
