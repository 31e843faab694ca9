using System.Globalization;
using System.Text;

namespace TestOps.Processes.Unix;

/// <summary>The processes of this machine, read from <c>/proc</c>; empty where there is none (macOS).</summary>
internal static class ProcessTable
{
    private const char Zombie = 'Z';

    /// <summary>All processes but those that have ended and only wait to be reaped.</summary>
    public static List<ProcessEntry> Living()
    {
        var living = new List<ProcessEntry>();
        if (!OperatingSystem.IsLinux())
        {
            return living;
        }

        foreach (var folder in Directory.EnumerateDirectories("/proc"))
        {
            if (int.TryParse(Path.GetFileName(folder), NumberStyles.None, CultureInfo.InvariantCulture, out var id) && Read(folder, id) is { } entry)
            {
                living.Add(entry);
            }
        }

        return living;
    }

    /// <summary>The children of <paramref name="ancestor"/>, their children, and so on.</summary>
    public static List<ProcessEntry> Descendants(int ancestor)
    {
        var children = Living().ToLookup(entry => entry.Parent);
        var found = new List<ProcessEntry>(children[ancestor]);
        for (var index = 0; index < found.Count; index++)
        {
            found.AddRange(children[found[index].Id]);
        }

        return found;
    }

    /// <summary>Whether the environment that a process was started with has <paramref name="variable"/>, as <c>NAME=value</c>. False where we may not look.</summary>
    public static bool HasVariable(int id, string variable) =>
        TryRead(string.Create(CultureInfo.InvariantCulture, $"/proc/{id}/environ"))?.Split('\0').Contains(variable, StringComparer.Ordinal) ?? false;

    // `id (name) state parent group session ...`, where the name may hold blanks and brackets.
    private static ProcessEntry? Read(string folder, int id)
    {
        if (TryRead(Path.Combine(folder, "stat")) is not { } line || line.LastIndexOf(')') is not (> 0 and var end))
        {
            return null;
        }

        var fields = line[(end + 2)..].Split(' ', 5);
        return fields[0][0] == Zombie
            ? null
            : new ProcessEntry(id, Number(fields[1]), Number(fields[2]), Number(fields[3]));
    }

    private static int Number(string text) => int.Parse(text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture);

    private static string? TryRead(string path)
    {
        try
        {
            return File.ReadAllText(path, Encoding.Latin1);
        }
        catch (Exception gone) when (gone is IOException or UnauthorizedAccessException)
        {
            return null;
        }
    }
}
