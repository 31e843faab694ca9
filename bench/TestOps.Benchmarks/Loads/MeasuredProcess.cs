using System.Diagnostics;
using System.Globalization;

namespace TestOps.Benchmarks.Loads;

/// <summary>Runs a program on one core and says what it cost: processor time by the shell's own clock, the peak of the resident set from the kernel.</summary>
internal sealed record MeasuredProcess(string Output, double CpuSeconds, double RssMb)
{
    private const string Mark = "@cpu ";

    public static string? Find(string program) =>
        (Environment.GetEnvironmentVariable("PATH") ?? "").Split(Path.PathSeparator).Select(folder => Path.Combine(folder, program)).FirstOrDefault(File.Exists);

    public static async Task<MeasuredProcess> RunAsync(int core, params string[] command)
    {
        var quoted = string.Join(' ', command.Select(static part => $"'{part}'"));
        var start = new ProcessStartInfo("bash", ["-c", $"TIMEFORMAT='{Mark}%U %S'; time taskset -c {core.ToString(CultureInfo.InvariantCulture)} {quoted} 2>&1"]) { RedirectStandardOutput = true, RedirectStandardError = true };
        using var shell = Process.Start(start)!;
        var output = shell.StandardOutput.ReadToEndAsync();
        var errors = shell.StandardError.ReadToEndAsync();
        var peakKb = 0L;
        while (!shell.HasExited)
        {
            peakKb = Math.Max(peakKb, PeakKb(shell.Id));
            await Task.Delay(50);
        }

        var cpu = (await errors).Split('\n').Last(static line => line.StartsWith(Mark, StringComparison.Ordinal))[Mark.Length..].Split(' ');
        return new MeasuredProcess(await output, Number(cpu[0]) + Number(cpu[1]), peakKb / 1024.0);
    }

    private static long PeakKb(int shell)
    {
        try
        {
            var child = File.ReadAllText($"/proc/{shell}/task/{shell}/children").Trim();
            var line = File.ReadLines($"/proc/{child}/status").FirstOrDefault(static line => line.StartsWith("VmHWM:", StringComparison.Ordinal));
            return line is null ? 0 : long.Parse(line.Split(' ', StringSplitOptions.RemoveEmptyEntries)[1], CultureInfo.InvariantCulture);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            // It has just ended.
            return 0;
        }
    }

    private static double Number(string text) => double.Parse(text, CultureInfo.InvariantCulture);
}
