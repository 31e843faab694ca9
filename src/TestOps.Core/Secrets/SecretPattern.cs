using System.Text;

namespace TestOps.Core.Secrets;

/// <summary>A spelling of a secret, and what stands in its place.</summary>
internal sealed class SecretPattern(SecretForm form, string token) : ISecretSearch
{
    public string Text => form.Text;

    public byte[] Bytes { get; } = Encoding.UTF8.GetBytes(form.Text);

    public string TokenText => token;

    public byte[] Token { get; } = Encoding.ASCII.GetBytes(token);

    public (int Start, int End)? Find(ReadOnlySpan<byte> utf8, int from)
    {
        var at = utf8[from..].IndexOf(Bytes);
        return at < 0 ? null : Widen(utf8, from, from + at);
    }

    public int HeadLength(ReadOnlySpan<char> text, int lengthMin)
    {
        for (var length = Math.Min(Text.Length - 1, text.Length); length >= lengthMin; length--)
        {
            if (text.StartsWith(Text.AsSpan(Text.Length - length), StringComparison.Ordinal))
            {
                return length;
            }
        }

        return 0;
    }

    public int TailLength(ReadOnlySpan<char> text, int lengthMin)
    {
        for (var length = Math.Min(Text.Length - 1, text.Length); length >= lengthMin; length--)
        {
            if (text.EndsWith(Text.AsSpan(0, length), StringComparison.Ordinal))
            {
                return length;
            }
        }

        return 0;
    }

    // The stretch to replace where the spelling is at `at`: with digits that it shares with its neighbours, and the padding behind it.
    private (int Start, int End) Widen(ReadOnlySpan<byte> utf8, int from, int at)
    {
        var start = form.SharesStart && at > from && IsDigit(utf8[at - 1]) ? at - 1 : at;
        var end = at + Bytes.Length;
        if (form.SharesEnd && end < utf8.Length && IsDigit(utf8[end]))
        {
            end++;
            while (end < utf8.Length && utf8[end] == '=')
            {
                end++;
            }
        }

        return (start, end);
    }

    private static bool IsDigit(byte character) => char.IsAsciiLetterOrDigit((char)character) || character is (byte)'+' or (byte)'/' or (byte)'-' or (byte)'_';
}
