using TestOps.Core.Determinism;

namespace TestOps.Core.Planning;

/// <summary>The sessions that a replay of a controlled engine takes where <c>replay.sessions</c> asks for fewer than all: a sample by seed.</summary>
public static class ReplaySample
{
    /// <summary>
    /// <paramref name="count"/> of the sessions 0 to <paramref name="users"/> - 1, in rising order: those with the smallest draws of their stream
    /// <c>replay</c>. A larger sample contains the smaller one.
    /// </summary>
    public static IReadOnlyList<long> Choose(ulong seed, int users, int count)
    {
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(count);
        ArgumentOutOfRangeException.ThrowIfLessThan(users, count);
        return
        [
            .. Enumerable.Range(0, users)
                .Select(session => (Draw: SeededRandom.ForSession(seed, session).Fork("replay").NextUInt64(), Session: (long)session))
                .Order()
                .Take(count)
                .Select(static pair => pair.Session)
                .Order(),
        ];
    }
}
