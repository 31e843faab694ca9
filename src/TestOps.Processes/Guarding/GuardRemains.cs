using TestOps.Processes.Unix;

namespace TestOps.Processes.Guarding;

/// <summary>What is left of a command whose guard was killed: its group, the guard's session, and whatever carries the mark.</summary>
internal static class GuardRemains
{
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(10);

    /// <summary>Kills all of it, in rounds, until nothing is found or <paramref name="timeout"/> has passed.</summary>
    public static async Task EndAsync(int guard, int? command, GuardMark mark, TimeSpan timeout)
    {
        using var limit = new CancellationTokenSource(timeout);
        while (SignalAll(guard, command, mark) && !limit.IsCancellationRequested)
        {
            await Task.Delay(Pause, CancellationToken.None).ConfigureAwait(false);
        }
    }

    private static bool SignalAll(int guard, int? command, GuardMark mark)
    {
        var isAnyThere = command is { } group && Posix.TrySignal(-group, Posix.Kill);
        foreach (var entry in ProcessTable.Living().Where(entry => entry.Session == guard || entry.Group == command || ProcessTable.HasVariable(entry.Id, mark.Variable)))
        {
            isAnyThere |= Posix.TrySignal(entry.Id, Posix.Kill);
        }

        return isAnyThere;
    }
}
