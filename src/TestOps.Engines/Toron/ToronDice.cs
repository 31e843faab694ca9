namespace TestOps.Engines.Toron;

/// <summary>
/// Independent 64-bit draws by index, a function of the key alone (the finaliser of SplitMix64). The model needs random access to its draws,
/// so that a new field never moves another one; a sequential generator cannot give that.
/// </summary>
internal readonly struct ToronDice(ulong key)
{
    public ulong At(int index) => Mix(key + (((ulong)index + 1) * 0x9E3779B97F4A7C15));

    /// <summary>An integer from 0 to <paramref name="bound"/> - 1. The bias is below 2^-50 for the bounds used here.</summary>
    public int Below(int index, int bound) => (int)Math.BigMul(At(index), (ulong)bound, out _);

    /// <summary>Dice of the same key, moved by <paramref name="salt"/>.</summary>
    public ToronDice Salted(ulong salt) => new(Mix(key ^ Mix(salt + 0x632BE59BD9B4E019)));

    private static ulong Mix(ulong value)
    {
        value = (value ^ (value >> 30)) * 0xBF58476D1CE4E5B9;
        value = (value ^ (value >> 27)) * 0x94D049BB133111EB;
        return value ^ (value >> 31);
    }
}
