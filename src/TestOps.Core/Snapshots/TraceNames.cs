using System.Text;

namespace TestOps.Core.Snapshots;

/// <summary>
/// The strings that lines repeat (names of scenarios, steps and checks, methods, content types), each made once for as long as it keeps its slot. Not safe for concurrent
/// use.
/// </summary>
internal sealed class TraceNames
{
    private const int Slots = 256;

    private static readonly UTF8Encoding s_strict = new(encoderShouldEmitUTF8Identifier: false, throwOnInvalidBytes: true);

    private readonly (byte[] Utf8, string Text)[] _slots = new (byte[] Utf8, string Text)[Slots];

    /// <summary>The string of <paramref name="utf8"/>.</summary>
    /// <exception cref="DecoderFallbackException">It is not UTF-8.</exception>
    public string Of(ReadOnlySpan<byte> utf8)
    {
        if (utf8.IsEmpty)
        {
            return "";
        }

        // Names of one suite differ in their ends or in their lengths; a name that shares a slot costs a string each time, and no more.
        ref var slot = ref _slots[((utf8.Length * 31) + (utf8[0] * 7) + utf8[^1] + (utf8[utf8.Length / 2] * 3)) % Slots];
        if (!utf8.SequenceEqual(slot.Utf8))
        {
            slot = (utf8.ToArray(), Decode(utf8));
        }

        return slot.Text;
    }

    /// <summary>A new string of <paramref name="utf8"/>.</summary>
    /// <exception cref="DecoderFallbackException">It is not UTF-8.</exception>
    public static string Decode(ReadOnlySpan<byte> utf8) => s_strict.GetString(utf8);
}
