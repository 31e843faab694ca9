using System.Numerics;

namespace TestOps.Sim.Masking;

/// <summary>A set of session numbers: a bit each, because there may be millions.</summary>
internal sealed class SessionMarks
{
    private const int Bits = 64;

    private ulong[] _words = new ulong[16];

    public long Count { get; private set; }

    public bool Contains(long session) => session / Bits < _words.Length && (_words[session / Bits] & Bit(session)) != 0;

    public void Add(long session)
    {
        if (Contains(session))
        {
            return;
        }

        if (session / Bits >= _words.Length)
        {
            Array.Resize(ref _words, (int)Math.Max(2L * _words.Length, (session / Bits) + 1));
        }

        _words[session / Bits] |= Bit(session);
        Count++;
    }

    /// <summary>Sessions of this set that are not in <paramref name="other"/>.</summary>
    public long CountWithout(SessionMarks other)
    {
        var count = 0L;
        for (var i = 0; i < _words.Length; i++)
        {
            count += BitOperations.PopCount(_words[i] & ~(i < other._words.Length ? other._words[i] : 0));
        }

        return count;
    }

    /// <summary>Sessions of this set that are neither in <paramref name="first"/> nor in <paramref name="second"/>.</summary>
    public long CountWithout(SessionMarks first, SessionMarks second)
    {
        var count = 0L;
        for (var i = 0; i < _words.Length; i++)
        {
            count += BitOperations.PopCount(_words[i] & ~(i < first._words.Length ? first._words[i] : 0) & ~(i < second._words.Length ? second._words[i] : 0));
        }

        return count;
    }

    private static ulong Bit(long session) => 1UL << (int)(session % Bits);
}
