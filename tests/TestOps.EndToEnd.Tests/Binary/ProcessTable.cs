using System.Diagnostics;
using System.Globalization;

namespace TestOps.EndToEnd.Tests.Binary;

/// <summary>The processes of a sandbox: those whose working directory it is. Linux only, by <c>/proc</c>.</summary>
internal static class ProcessTable
{
    /// <summary>Processes with the working directory <paramref name="folder"/>: id and command line.</summary>
    public static IReadOnlyList<(int Id, string CommandLine)> In(string folder) =>
        [.. from entry in Directory.EnumerateDirectories("/proc")
            let id = int.TryParse(Path.GetFileName(entry), NumberStyles.None, CultureInfo.InvariantCulture, out var number) ? number : 0
            where id > 0 && WorkingDirectory(entry) == folder
            select (id, CommandLine(entry))];

    /// <summary>Waits until no process has the working directory <paramref name="folder"/>; answers those that stayed.</summary>
    public static async Task<IReadOnlyList<string>> LeftAfterAsync(string folder, TimeSpan deadline)
    {
        using var timeout = new CancellationTokenSource(deadline);
        while (In(folder) is { Count: > 0 } living)
        {
            try
            {
                await WaitForEndAsync(living[0].Id, timeout.Token);
            }
            catch (OperationCanceledException)
            {
                return [.. living.Select(process => string.Create(CultureInfo.InvariantCulture, $"{process.Id} {process.CommandLine}"))];
            }
        }

        return [];
    }

    private static async Task WaitForEndAsync(int id, CancellationToken cancellationToken)
    {
        try
        {
            using var process = Process.GetProcessById(id);
            await process.WaitForExitAsync(cancellationToken);
        }
        catch (ArgumentException)
        {
            // Gone between the listing and now.
        }
    }

    private static string? WorkingDirectory(string entry)
    {
        try
        {
            return new FileInfo(Path.Combine(entry, "cwd")).LinkTarget;
        }
        catch (Exception gone) when (gone is IOException or UnauthorizedAccessException)
        {
            return null;
        }
    }

    private static string CommandLine(string entry)
    {
        try
        {
            return File.ReadAllText(Path.Combine(entry, "cmdline")).Replace('\0', ' ');
        }
        catch (IOException)
        {
            return "gone meanwhile";
        }
    }
}
