using TestOps.Core.Determinism;

namespace TestOps.Core.Planning;

/// <summary>The sessions that a replay of a controlled engine takes where <c>replay.sessions</c> asks for fewer than all: a sample by seed.</summary>
public static class ReplaySample
{
    /// <summary>
    /// <paramref name="count"/> of the sessions 0 to <paramref name="users"/> - 1, in rising order: those with the smallest draws of their stream
    /// <c>replay</c>. A larger sample contains the smaller one.
    /// </summary>
    public static IReadOnlyList<long> Choose(ulong seed, int users, int count) => Choose(seed, [.. Enumerable.Range(0, users).Select(static session => (long)session)], count);

    /// <summary>The same of the given <paramref name="sessions"/>: one is chosen by its own draw, whatever the others are.</summary>
    public static IReadOnlyList<long> Choose(ulong seed, IReadOnlyList<long> sessions, int count)
    {
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(count);
        ArgumentOutOfRangeException.ThrowIfLessThan(sessions.Count, count);
        return
        [
            .. sessions
                .Select(session => (Draw: SeededRandom.ForSession(seed, session).Fork("replay").NextUInt64(), Session: session))
                .Order()
                .Take(count)
                .Select(static pair => pair.Session)
                .Order(),
        ];
    }
}
