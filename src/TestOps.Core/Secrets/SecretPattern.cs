using System.Text;

namespace TestOps.Core.Secrets;

/// <summary>A spelling of a secret, and what stands in its place.</summary>
internal sealed class SecretPattern(SecretForm form, string token)
{
    public string Text => form.Text;

    public byte[] Bytes { get; } = Encoding.UTF8.GetBytes(form.Text);

    public string TokenText => token;

    public byte[] Token { get; } = Encoding.ASCII.GetBytes(token);

    /// <summary>The stretch to replace where the spelling is at <paramref name="at"/>: with digits that it shares with its neighbours, and the padding behind it.</summary>
    public (int Start, int End) Widen(ReadOnlySpan<byte> utf8, int from, int at)
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
