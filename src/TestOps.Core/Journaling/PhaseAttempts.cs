namespace TestOps.Core.Journaling;

/// <summary>
/// A run that was resumed may have begun a phase twice: its process died in the first attempt. What counts is what the last attempt said, so that nothing is counted twice and nothing of a phase
/// that never came to its end is taken for a measurement.
/// </summary>
public static class PhaseAttempts
{
    /// <summary>The events that count, in their order: all but those that a phase said before it was begun for the last time.</summary>
    public static IReadOnlyList<RunEvent> Last(IEnumerable<RunEvent> events)
    {
        var all = events as IReadOnlyList<RunEvent> ?? [.. events];
        var begun = new Dictionary<string, (int At, bool IsRepeated)>(StringComparer.Ordinal);
        for (var i = 0; i < all.Count; i++)
        {
            if (all[i] is PhaseStarted started)
            {
                begun[started.Phase] = (i, begun.ContainsKey(started.Phase));
            }
        }

        return begun.Values.Any(static phase => phase.IsRepeated)
            ? [.. all.Where((said, index) => !(begun.TryGetValue(said.Subsystem, out var phase) && phase.IsRepeated && index < phase.At))]
            : all;
    }
}
