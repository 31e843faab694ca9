using System.Globalization;
using System.Text;

namespace TestOps.Load.BuiltIn;

/// <summary>The target of a request line: paths verbatim, as the <c>http</c> engine sends them.</summary>
internal static class RequestTarget
{
    /// <summary>Only what a request line cannot carry is percent-encoded; a '#' would start a fragment, which is never sent.</summary>
    public static string Of(string prefix, string path)
    {
        var whole = prefix.Length == 0 ? path : prefix + path;
        return !whole.AsSpan().ContainsAnyExceptInRange('!', '~') && !whole.Contains('#') ? whole : Encode(whole);
    }

    private static string Encode(string path)
    {
        var text = new StringBuilder(path.Length + 16);
        foreach (var value in Encoding.UTF8.GetBytes(path))
        {
            if (value is > (byte)' ' and < 0x7F and not (byte)'#')
            {
                text.Append((char)value);
            }
            else
            {
                text.Append('%').Append(value.ToString("X2", CultureInfo.InvariantCulture));
            }
        }

        return text.ToString();
    }
}
