namespace TestOps.Engines.Toron;

/// <summary>Picks the words of a prompt that its answer refers to: the first four of at least four bytes, else the first ones.</summary>
internal static class ToronTopic
{
    private const int MaxWords = 4;
    private const int MaxWordBytes = 24;

    public static void Write(ref ToronBuffer buffer, ReadOnlySpan<byte> prompt)
    {
        if (!TryWrite(ref buffer, prompt, minBytes: 4) && !TryWrite(ref buffer, prompt, minBytes: 1))
        {
            buffer.Raw("an empty question"u8);
        }
    }

    private static bool TryWrite(ref ToronBuffer buffer, ReadOnlySpan<byte> prompt, int minBytes)
    {
        var words = 0;
        while (words < MaxWords && TryNext(ref prompt, out var word))
        {
            if (word.Length < minBytes)
            {
                continue;
            }

            if (words++ > 0)
            {
                buffer.Byte((byte)' ');
            }

            buffer.Escaped(Cut(word));
        }

        return words > 0;
    }

    private static bool TryNext(ref ReadOnlySpan<byte> prompt, out ReadOnlySpan<byte> word)
    {
        var start = 0;
        while (start < prompt.Length && prompt[start] <= (byte)' ')
        {
            start++;
        }

        var end = start;
        while (end < prompt.Length && prompt[end] > (byte)' ')
        {
            end++;
        }

        word = prompt[start..end].Trim(".,;:!?()[]{}\"'`"u8);
        prompt = prompt[end..];
        return end > start;
    }

    // Cut between characters, never inside one.
    private static ReadOnlySpan<byte> Cut(ReadOnlySpan<byte> word)
    {
        var length = Math.Min(word.Length, MaxWordBytes);
        while (length < word.Length && length > 0 && (word[length] & 0xC0) == 0x80)
        {
            length--;
        }

        return word[..length];
    }
}
