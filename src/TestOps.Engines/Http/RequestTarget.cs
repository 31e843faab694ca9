using System.Text;

namespace TestOps.Engines.Http;

/// <summary>
/// Builds the address of a call so that its path goes onto the wire as the suite gives it: no dot segments removed, no <c>%2F</c> decoded, no
/// <c>//</c> folded. Only what a request line cannot carry (spaces, control and non-ASCII characters) is percent-encoded as UTF-8.
/// </summary>
internal static class RequestTarget
{
    private static readonly UriCreationOptions Verbatim = new() { DangerousDisablePathAndQueryCanonicalization = true };

    /// <summary>The address of <paramref name="path"/> below <paramref name="baseAddress"/>.</summary>
    public static Uri Of(Uri baseAddress, string path)
    {
        var prefix = baseAddress.AbsolutePath.TrimEnd('/');
        return new Uri($"{baseAddress.GetLeftPart(UriPartial.Authority)}{prefix}{Encode(path)}", Verbatim);
    }

    private static string Encode(string path)
    {
        if (!path.AsSpan().ContainsAnyExceptInRange('!', '~') && !path.Contains('#'))
        {
            return path;
        }

        var text = new StringBuilder(path.Length + 16);
        foreach (var value in Encoding.UTF8.GetBytes(path))
        {
            // A '#' would start a fragment, which is never sent.
            if (value is > (byte)' ' and < 0x7F and not (byte)'#')
            {
                text.Append((char)value);
            }
            else
            {
                text.Append('%').Append(value.ToString("X2"));
            }
        }

        return text.ToString();
    }
}
