namespace TestOps.Sim.Masking;

/// <summary>Whether the values of a place map one to one within a replay.</summary>
internal sealed class ValuePairs
{
    // Beyond it a place has shown what it does; the masks are judged over all sessions anyway.
    private const int PairsMax = 100_000;

    private readonly Dictionary<string, string> _forth = new(StringComparer.Ordinal);
    private readonly Dictionary<string, string> _back = new(StringComparer.Ordinal);

    public bool IsOneToOne { get; private set; } = true;

    /// <summary>Another replay has values of its own.</summary>
    public void Reset()
    {
        _forth.Clear();
        _back.Clear();
    }

    public void Add(string expected, string actual)
    {
        if (IsOneToOne && _forth.Count < PairsMax)
        {
            IsOneToOne = IsSame(_forth, expected, actual) && IsSame(_back, actual, expected);
        }
    }

    private static bool IsSame(Dictionary<string, string> pairs, string from, string to)
    {
        if (pairs.TryAdd(from, to))
        {
            return true;
        }

        return pairs[from] == to;
    }
}
