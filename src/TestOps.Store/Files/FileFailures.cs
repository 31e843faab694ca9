using TestOps.Core.Journaling;

namespace TestOps.Store.Files;

/// <summary>Turns what the file system refuses into the failure that callers know.</summary>
internal static class FileFailures
{
    private const int DiskFullWindows = unchecked((int)0x80070070);
    private const int NoSpaceUnix = 28;

    public static T Guard<T>(string location, Func<T> work)
    {
        try
        {
            return work();
        }
        catch (Exception failure) when (failure is IOException or UnauthorizedAccessException)
        {
            throw Explain(location, failure);
        }
    }

    public static void Guard(string location, Action work) => Guard(location, () =>
    {
        work();
        return true;
    });

    public static async Task GuardAsync(string location, Func<Task> work)
    {
        try
        {
            await work().ConfigureAwait(false);
        }
        catch (Exception failure) when (failure is IOException or UnauthorizedAccessException)
        {
            throw Explain(location, failure);
        }
    }

    public static StoreUnavailableException Explain(string location, Exception failure) =>
        new(location, failure.HResult is NoSpaceUnix or DiskFullWindows ? "the disk is full; free some space" : failure.Message, failure);
}
