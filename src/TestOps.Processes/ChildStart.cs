using System.ComponentModel;
using System.Diagnostics;
using TestOps.Processes.Guarding;

namespace TestOps.Processes;

/// <summary>The one place that starts a process.</summary>
internal static class ChildStart
{
    // While a guard is started its ends of two pipes can be inherited; no other child of ours shall get them.
    private static readonly Lock Starting = new();

    /// <summary>Starts the process, or its guard, with its three streams redirected.</summary>
    /// <exception cref="ChildProcessException">It cannot be started.</exception>
    public static (Process Process, GuardLink? Guard) Launch(ChildProcessOptions options)
    {
        RefuseMissingFolder(options);
        lock (Starting)
        {
            if (options.Guard is not { } guard || OperatingSystem.IsWindows())
            {
                return (Start(options, options.FileName, options.Arguments, mark: null), null);
            }

            var link = new GuardLink(options.Time);
            try
            {
                var arguments = link.Arguments([options.FileName, .. options.Arguments], options.StopTimeout);
                return (Start(options, guard.FileName, [.. guard.PrefixArguments, .. arguments], link.Mark), link);
            }
            catch
            {
                link.Dispose();
                throw;
            }
            finally
            {
                link.LetGo();
            }
        }
    }

    /// <summary>The failure of a program that the system did not start.</summary>
    public static ChildProcessException Refused(ChildProcessOptions options, string fileName, Win32Exception reason) =>
        new(options.Text, null, $"{fileName} cannot be started: {reason.Message}", "check that the program exists, is in PATH and may be executed", reason);

    private static Process Start(ChildProcessOptions options, string fileName, IReadOnlyList<string> arguments, GuardMark? mark)
    {
        var start = new ProcessStartInfo(fileName, arguments)
        {
            UseShellExecute = false,
            CreateNoWindow = true,
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            WorkingDirectory = options.WorkingDirectory ?? "",
        };
        SetEnvironment(start.Environment, options.Environment);
        if (mark is not null)
        {
            start.Environment[GuardMark.Name] = mark.Value;
        }

        try
        {
            return Process.Start(start) ?? throw new InvalidOperationException("The system reused a process instead of starting one.");
        }
        catch (Win32Exception exception)
        {
            throw Refused(options, fileName, exception);
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
