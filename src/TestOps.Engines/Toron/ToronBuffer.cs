using System.Buffers.Text;

namespace TestOps.Engines.Toron;

/// <summary>
/// A bounded UTF-8 writer over a caller's span. Every part of an answer is bounded (topic words are cut), so overflow is a bug and throws.
/// </summary>
internal ref struct ToronBuffer(Span<byte> span)
{
    private readonly Span<byte> _span = span;
    private int _length;

    public readonly ReadOnlySpan<byte> Written => _span[.._length];

    public void Raw(scoped ReadOnlySpan<byte> bytes)
    {
        bytes.CopyTo(_span[_length..]);
        _length += bytes.Length;
    }

    public void Byte(byte value) => _span[_length++] = value;

    public void Integer(long value)
    {
        Utf8Formatter.TryFormat(value, _span[_length..], out var written);
        _length += written;
    }

    /// <summary>A non-negative decimal as RFC 8785 writes it: no trailing zeros, no point without a fraction.</summary>
    public void Decimal(long value, int fractionDigits)
    {
        while (fractionDigits > 0 && value % 10 == 0)
        {
            value /= 10;
            fractionDigits--;
        }

        var scale = 1L;
        for (var digit = 0; digit < fractionDigits; digit++)
        {
            scale *= 10;
        }

        Integer(value / scale);
        if (fractionDigits > 0)
        {
            Byte((byte)'.');
            Utf8Formatter.TryFormat(value % scale, _span[_length..], out var written, new System.Buffers.StandardFormat('D', (byte)fractionDigits));
            _length += written;
        }
    }

    public void Hex(ulong value, int digits)
    {
        for (var shift = (digits - 1) * 4; shift >= 0; shift -= 4)
        {
            Byte("0123456789abcdef"u8[(int)(value >> shift) & 0xF]);
        }
    }

    /// <summary>Text without control characters, with the two escapes that it can need.</summary>
    public void Escaped(scoped ReadOnlySpan<byte> text)
    {
        foreach (var value in text)
        {
            if (value is (byte)'"' or (byte)'\\')
            {
                Byte((byte)'\\');
            }

            Byte(value);
        }
    }
}
