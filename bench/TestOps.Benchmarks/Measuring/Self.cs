using System.Diagnostics;

namespace TestOps.Benchmarks.Measuring;

/// <summary>Runs this program again: peaks of memory are those of a whole process.</summary>
internal static class Self
{
    /// <summary>Runs it with the same output; gives the exit code.</summary>
    public static async Task<int> RunAsync(params string[] arguments)
    {
        using var process = Start(arguments, readsOutput: false);
        await process.WaitForExitAsync();
        return process.ExitCode;
    }

    /// <summary>Runs it and gives its output.</summary>
    public static async Task<string> OutputAsync(params string[] arguments)
    {
        using var process = Start(arguments, readsOutput: true);
        var output = await process.StandardOutput.ReadToEndAsync();
        await process.WaitForExitAsync();
        return process.ExitCode == 0 ? output : throw new InvalidOperationException($"{string.Join(' ', arguments)} ended with {process.ExitCode}: {output}");
    }

    /// <summary>Starts it with its input and output in the caller's hands.</summary>
    public static Process Start(string[] arguments) => Start(arguments, readsOutput: true, writesInput: true);

    private static Process Start(string[] arguments, bool readsOutput, bool writesInput = false)
    {
        var executable = Environment.ProcessPath!;
        var isDotnet = Path.GetFileNameWithoutExtension(executable) == "dotnet";
        var start = new ProcessStartInfo(executable, isDotnet ? [typeof(Self).Assembly.Location, .. arguments] : arguments) { RedirectStandardOutput = readsOutput, RedirectStandardInput = writesInput };
        return Process.Start(start) ?? throw new InvalidOperationException($"cannot start {executable}");
    }
}
