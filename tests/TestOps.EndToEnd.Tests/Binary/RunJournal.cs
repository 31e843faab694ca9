using TestOps.Core;
using TestOps.Core.Journaling;
using TestOps.Core.Runs;
using TestOps.Store.Sqlite;

namespace TestOps.EndToEnd.Tests.Binary;

/// <summary>Reads the store of a sandbox beside the program that writes it.</summary>
internal static class RunJournal
{
    /// <summary>All runs, newest first.</summary>
    public static async Task<IReadOnlyList<RunRecord>> RunsAsync(string dataFolder)
    {
        await using var store = await SqliteRunStore.OpenAsync(dataFolder, TimeProvider.System, CancellationToken.None);
        return await store.ListAsync(null, PageLimits.Max, CancellationToken.None);
    }

    /// <summary>The journal of a run so far.</summary>
    public static async Task<IReadOnlyList<JournalEntry>> ReadAsync(string dataFolder, RunId runId)
    {
        await using var store = await SqliteRunStore.OpenAsync(dataFolder, TimeProvider.System, CancellationToken.None);
        return await store.ReadAsync(runId, 0, int.MaxValue, CancellationToken.None);
    }

    /// <summary>An entry as the plain view prints it; null where it has no text.</summary>
    public static string? LineOf(JournalEntry entry) => entry.Event.Message is { } message ? $"[{Times.ToText(entry.Timestamp)}] {message}" : null;

    /// <summary>Follows the newest run, which a living program writes, until an event fits.</summary>
    /// <exception cref="TimeoutException">The deadline passed, or the run ended without such an event.</exception>
    public static async Task WaitForAsync(string dataFolder, Func<RunEvent, bool> isAwaited)
    {
        using var timeout = new CancellationTokenSource(TestOpsBinary.DefaultDeadline);
        await using var store = await SqliteRunStore.OpenAsync(dataFolder, TimeProvider.System, timeout.Token);
        var run = (await store.ListAsync(null, 1, timeout.Token)).Single();
        var seen = new List<string>();
        try
        {
            await foreach (var entry in JournalFollower.FollowAsync(store, run.RunId, 0, TimeProvider.System, timeout.Token))
            {
                if (isAwaited(entry.Event))
                {
                    return;
                }

                seen.Add(entry.Event.ToString());
            }
        }
        catch (OperationCanceledException)
        {
            // Told below, with what was seen.
        }

        throw new TimeoutException($"run {run.RunId} has no such event:\n{string.Join('\n', seen)}");
    }
}
