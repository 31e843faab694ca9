namespace TestOps.Processes.Guarding;

/// <summary>
/// The guard: a process of our own between TestOps and each command that it starts. It runs the command, adopts what the command leaves behind, and ends all of it
/// when the command ends, when TestOps says so, and when TestOps is gone. <c>docs/internals/processes.md</c> tells how.
/// </summary>
public static class Guard
{
    /// <summary>The exit code of a guard that could not start its command; the parent has been told why.</summary>
    internal const int NotStarted = 127;

    private const int Misused = 2;

    /// <summary>Runs the guard and answers the exit code of its command: the code it ended with, or 128 and the number of the signal that ended it.</summary>
    public static int Run(string[] arguments)
    {
        if (!OperatingSystem.IsWindows() && GuardArguments.Parse(arguments) is { } parsed)
        {
            return new GuardedCommand(parsed).Run();
        }

        Console.Error.WriteLine("testops: guard is started by testops itself, around each program that it starts; there is nothing to run it for by hand");
        return Misused;
    }
}
