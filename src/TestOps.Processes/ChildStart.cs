using System.ComponentModel;
using System.Diagnostics;

namespace TestOps.Processes;

/// <summary>The one place that starts a process.</summary>
internal static class ChildStart
{
    /// <summary>Starts the process with its three streams redirected.</summary>
    /// <exception cref="ChildProcessException">It cannot be started.</exception>
    public static Process Launch(ChildProcessOptions options)
    {
        RefuseMissingFolder(options);
        var start = new ProcessStartInfo(options.FileName, options.Arguments)
        {
            UseShellExecute = false,
            CreateNoWindow = true,
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            WorkingDirectory = options.WorkingDirectory ?? "",
        };
        SetEnvironment(start.Environment, options.Environment);
        try
        {
            return Process.Start(start) ?? throw new InvalidOperationException("The system reused a process instead of starting one.");
        }
        catch (Win32Exception exception)
        {
            throw new ChildProcessException(
                options.Text, null, $"{options.FileName} cannot be started: {exception.Message}", "check that the program exists, is in PATH and may be executed", exception);
        }
    }

    // The system's own answer names the program, which is not what is missing.
    private static void RefuseMissingFolder(ChildProcessOptions options)
    {
        if (options.WorkingDirectory is { } folder && !Directory.Exists(folder))
        {
            throw new ChildProcessException(
                options.Text, null, $"{options.FileName} cannot be started in {folder}: there is no such folder", "make the folder, or name another working directory");
        }
    }

    private static void SetEnvironment(IDictionary<string, string?> target, IReadOnlyDictionary<string, string> listed)
    {
        var inherited = ChildProcessDefaults.InheritedVariables.Where(target.ContainsKey).Select(name => (Name: name, Value: target[name])).ToArray();
        target.Clear();
        foreach (var (name, value) in inherited)
        {
            target[name] = value;
        }

        foreach (var (name, value) in listed)
        {
            target[name] = value;
        }
    }
}
