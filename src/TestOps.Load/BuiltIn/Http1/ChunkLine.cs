namespace TestOps.Load.BuiltIn.Http1;

/// <summary>Reads the line before a chunk.</summary>
internal static class ChunkLine
{
    // 15 hexadecimal digits are more than any body may have, and do not overflow.
    private const int DigitsMax = 15;

    /// <summary>The size of the chunk; null where the line is none. Extensions behind the size are read over.</summary>
    public static long? Read(ReadOnlySpan<byte> line)
    {
        var end = line.IndexOfAny((byte)';', (byte)' ', (byte)'\t');
        var digits = end < 0 ? line : line[..end];
        if (digits.Length is 0 or > DigitsMax || (end >= 0 && line[end..].TrimStart(" \t"u8) is not ([] or [(byte)';', ..])))
        {
            return null;
        }

        var size = 0L;
        foreach (var digit in digits)
        {
            var value = digit switch
            {
                >= (byte)'0' and <= (byte)'9' => digit - '0',
                >= (byte)'a' and <= (byte)'f' => digit - 'a' + 10,
                >= (byte)'A' and <= (byte)'F' => digit - 'A' + 10,
                _ => -1,
            };
            if (value < 0)
            {
                return null;
            }

            size = (size << 4) | (uint)value;
        }

        return size;
    }
}
