namespace TestOps.Processes.Tests.Guarding;

/// <summary>A shell script that starts all kinds of children that a careless stop leaves behind.</summary>
internal static class TreeScript
{
    /// <summary>How many processes it is, itself included.</summary>
    public const int Processes = 8;

    /// <summary>
    /// A child, a child in a session of its own, a daemon whose parent has ended, the same in a session of its own, and a daemon that ignores SIGTERM with its child. It says
    /// <c>grown</c> when all of them run, then goes on with <paramref name="then"/>.
    /// </summary>
    public static string Then(string then) =>
        $"""
        sleep 1000 &
        setsid sleep 1000 &
        (sleep 1000 &)
        (setsid sleep 1000 &)
        (setsid sh -c 'trap "" TERM; sleep 1000; :' &)
        while [ "$(ls -l /proc/[0-9]*/cwd 2>/dev/null | grep -c " $PWD\$")" -lt {Processes - 1} ]; do :; done
        echo grown
        {then}
        """;

    /// <summary>The script for a parent that waits until everything runs; the guard stops it within <paramref name="stopTimeout"/>.</summary>
    public static ChildProcessOptions In(string folder, string then, TimeSpan stopTimeout) =>
        Stub.Script(Then(then), folder) with { IsReadyLine = line => line == "grown", StopTimeout = stopTimeout };
}
