using TestOps.Core.Journaling;

namespace TestOps.Core.Runs;

/// <summary>What a run's journal says when a caller asks to stop the run. It is committed before the caller is answered: whoever finds the run without an owner must not go on with it.</summary>
public static class StopNotice
{
    private const string Asked = "a caller asked to stop the run: ";

    /// <summary>The event of a call; <paramref name="isAtOnce"/> for one that does not let the run drain.</summary>
    public static Notice Of(bool isAtOnce) => new("runner", EventSeverity.Warning, Asked + (isAtOnce ? "it stops at once" : "it drains"));

    internal static bool Is(RunEvent runEvent) => runEvent is Notice { Source: "runner" } notice && notice.Text.StartsWith(Asked, StringComparison.Ordinal);
}
