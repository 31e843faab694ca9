using System.Diagnostics;
using System.Text;

namespace TestOps.EndToEnd.Tests.Binary;

/// <summary>The built executable, run as people run it: its own process, its own folder, nothing of this machine's settings.</summary>
public static class TestOpsBinary
{
    /// <summary>How long a command may take unless a test says otherwise. Generous: it only has to end a hang.</summary>
    public static readonly TimeSpan DefaultDeadline = TimeSpan.FromMinutes(3);

    /// <summary>Full path of the executable: the installed tool that <c>TESTOPS_TEST_BINARY</c> names (test.sh does), else the build output of the same configuration as these tests.</summary>
    /// <exception cref="FileNotFoundException">It was not built.</exception>
    public static string Path { get; } = Installed ?? Locate("src", "TestOps.Cli", "testops");

    /// <summary>The installed tool; null where the tests run on the build output.</summary>
    public static string? Installed => Environment.GetEnvironmentVariable("TESTOPS_TEST_BINARY");

    /// <summary>
    /// Runs a command to its end. Without <paramref name="workingDirectory"/> it runs in a temporary folder that is deleted afterwards; data go to
    /// <c>testops/</c> below that folder. Variables that begin with <c>TESTOPS_</c> are not inherited; a null in <paramref name="environment"/> removes one.
    /// </summary>
    /// <exception cref="TimeoutException">The command took longer than <paramref name="deadline"/>; it and its children are killed.</exception>
    public static async Task<ProgramResult> RunAsync(
        IReadOnlyList<string> args, string? workingDirectory = null, IReadOnlyDictionary<string, string?>? environment = null, string? input = null, TimeSpan? deadline = null)
    {
        using var sandbox = workingDirectory is null ? new Sandbox() : null;
        await using var program = Start(args, workingDirectory ?? sandbox!.Folder, environment);
        await program.WriteInputAsync(input ?? "");
        return await program.WaitForExitAsync(deadline);
    }

    /// <summary>Runs a command line as a person would paste it into a shell, with <c>testops</c> on the PATH.</summary>
    /// <exception cref="TimeoutException">It took longer than <paramref name="deadline"/>; it and its children are killed.</exception>
    public static async Task<ProgramResult> RunPastedAsync(string commandLine, string workingDirectory, TimeSpan? deadline = null)
    {
        var path = $"{System.IO.Path.GetDirectoryName(Path)}{System.IO.Path.PathSeparator}{Environment.GetEnvironmentVariable("PATH")}";
        await using var program = Start("/bin/sh", ["-c", commandLine], workingDirectory, new Dictionary<string, string?> { ["PATH"] = path });
        await program.WriteInputAsync("");
        return await program.WaitForExitAsync(deadline);
    }

    /// <summary>Starts a command that the test watches, signals or kills. Standard input stays open until it is written or the program is disposed.</summary>
    public static RunningProgram Start(IReadOnlyList<string> args, string workingDirectory, IReadOnlyDictionary<string, string?>? environment = null) =>
        Start(Path, args, workingDirectory, environment);

    /// <summary>Runs an executable that was built from a sample, such as <c>custom-phase</c>, to its end.</summary>
    /// <exception cref="FileNotFoundException">It was not built.</exception>
    /// <exception cref="TimeoutException">The command took too long; it and its children are killed.</exception>
    public static async Task<ProgramResult> RunSampleAsync(string sample, IReadOnlyList<string> args, string workingDirectory)
    {
        await using var program = StartSample(sample, args, workingDirectory);
        await program.WriteInputAsync("");
        return await program.WaitForExitAsync();
    }

    /// <summary>Starts an executable that was built from a sample.</summary>
    /// <exception cref="FileNotFoundException">It was not built.</exception>
    public static RunningProgram StartSample(string sample, IReadOnlyList<string> args, string workingDirectory) => Start(Locate("samples", sample, sample), args, workingDirectory, null);

    /// <summary>Starts <c>testops</c> as the crash tests build it, whose process kills itself at a point of its store.</summary>
    public static RunningProgram StartProbe(IReadOnlyList<string> args, string workingDirectory, string killAt) =>
        Start(Locate("tests", "TestOps.ServerProbe", "TestOps.ServerProbe"), args, workingDirectory, new Dictionary<string, string?> { ["SERVER_PROBE_KILL"] = killAt });

    private static RunningProgram Start(string program, IReadOnlyList<string> args, string workingDirectory, IReadOnlyDictionary<string, string?>? environment)
    {
        InterruptSignal.StopIgnoring();
        var start = new ProcessStartInfo(program, args)
        {
            WorkingDirectory = workingDirectory,
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            StandardOutputEncoding = Encoding.UTF8,
            StandardErrorEncoding = Encoding.UTF8,
        };
        foreach (var name in start.Environment.Keys.Where(name => name.StartsWith("TESTOPS_", StringComparison.Ordinal)).ToList())
        {
            start.Environment.Remove(name);
        }

        // An executable beside its libraries looks for the runtime in fixed places only; the tests know where theirs is.
        start.Environment["DOTNET_ROOT"] = RuntimeRoot();
        foreach (var (name, value) in environment ?? new Dictionary<string, string?>())
        {
            start.Environment[name] = value;
        }

        return new RunningProgram(Process.Start(start)!, string.Join(' ', args));
    }

    private static string Locate(string folder, string project, string program)
    {
        var output = new DirectoryInfo(AppContext.BaseDirectory);
        var configuration = output.Parent!.Name;
        var name = OperatingSystem.IsWindows() ? $"{program}.exe" : program;
        var path = System.IO.Path.Combine(Repository.Root, folder, project, "bin", configuration, output.Name, name);
        return File.Exists(path)
            ? path
            : throw new FileNotFoundException($"'{path}' is missing: the end-to-end tests run the built executable. Build it first: dotnet build {folder}/{project} -c {configuration}", path);
    }

    private static string RuntimeRoot() => new FileInfo(typeof(object).Assembly.Location).Directory!.Parent!.Parent!.Parent!.FullName;
}
