using System.Diagnostics;
using System.Globalization;

namespace TestOps.Processes.Tests;

/// <summary>The processes whose working directory is a folder of a test, counted by <c>/proc</c>: no daemon escapes that by leaving its group or session.</summary>
internal static class LivingProcesses
{
    /// <summary>Their ids and command lines; those that have ended and wait to be reaped have no working directory any more.</summary>
    public static IReadOnlyList<(int Id, string Command)> In(string folder) =>
        [.. from entry in Directory.EnumerateDirectories("/proc")
            let id = int.TryParse(Path.GetFileName(entry), NumberStyles.None, CultureInfo.InvariantCulture, out var number) ? number : 0
            where id > 0 && Read(() => new FileInfo(Path.Combine(entry, "cwd")).LinkTarget) == folder
            select (id, Read(() => File.ReadAllText(Path.Combine(entry, "cmdline")).Replace('\0', ' ')) ?? "gone")];

    /// <summary>Waits until none is left, for as long as <see cref="Stub.Deadline"/> says; answers those that stayed.</summary>
    public static async Task<IReadOnlyList<(int Id, string Command)>> LeftInAsync(string folder)
    {
        var deadline = Stub.Deadline;
        while (In(folder) is { Count: > 0 } living)
        {
            try
            {
                using var process = Process.GetProcessById(living[0].Id);
                await process.WaitForExitAsync(deadline);
            }
            catch (ArgumentException)
            {
                // Gone between the listing and now.
            }
            catch (OperationCanceledException)
            {
                return living;
            }
        }

        return [];
    }

    private static string? Read(Func<string?> read)
    {
        try
        {
            return read();
        }
        catch (Exception gone) when (gone is IOException or UnauthorizedAccessException)
        {
            return null;
        }
    }
}
