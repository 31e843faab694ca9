using Spectre.Console;
using TestOps.Core.Phases;
using TestOps.Core.Runs;
using TestOps.Processes;

namespace TestOps.Cli.Composition;

/// <summary>Everything ambient that the command line touches, gathered so that a whole command runs in a test.</summary>
public sealed class CliHost
{
    /// <summary>Standard output.</summary>
    public required TextWriter Out { get; init; }

    /// <summary>Standard error.</summary>
    public required TextWriter Error { get; init; }

    /// <summary>Standard input, for the parent pipe of a child.</summary>
    public required TextReader In { get; init; }

    /// <summary>Whether standard output is a terminal that may be redrawn.</summary>
    public bool IsInteractive { get; init; }

    /// <summary>Columns of the terminal; 80 where there is none. <c>COLUMNS</c> comes before it.</summary>
    public int Width { get; init; } = 80;

    /// <summary>The terminal of live views; null takes one over <see cref="Out"/>.</summary>
    public IAnsiConsole? Console { get; init; }

    /// <summary>Folder that relative paths start from.</summary>
    public required string WorkingDirectory { get; init; }

    /// <summary>Reads an environment variable.</summary>
    public required Func<string, string?> Environment { get; init; }

    /// <summary>Wall time.</summary>
    public required TimeProvider Time { get; init; }

    /// <summary>The executable and its leading arguments, for child processes that run a command of ours.</summary>
    public required (string FileName, IReadOnlyList<string> Arguments) Self { get; init; }

    /// <summary>Phases that this executable brings along, besides its own; default none.</summary>
    public IReadOnlyList<IPhase> Phases { get; init; } = [];

    /// <summary>What this executable puts around the store; null for nothing.</summary>
    internal Func<IRunStore, IRunStore>? WrapStore { get; init; }

    /// <summary>The guard that everything we start runs under.</summary>
    internal GuardCommand Guard => GuardCommand.Of(Self.FileName, Self.Arguments);

    /// <summary>The secrets of the command under way.</summary>
    internal ShownSecrets Secrets { get; } = new();

    /// <summary>The host of this process.</summary>
    public static CliHost OfProcess(TestOpsOptions? options = null)
    {
        var executable = System.Environment.ProcessPath ?? throw new InvalidOperationException("The runtime does not know its executable.");
        var isDotnet = Path.GetFileNameWithoutExtension(executable).Equals("dotnet", StringComparison.OrdinalIgnoreCase);
        return OfProcess(options, (executable, isDotnet ? [Path.GetFullPath(System.Environment.GetCommandLineArgs()[0])] : []));
    }

    /// <summary>The same for a process whose executable is not <c>testops</c>, but has one for its children.</summary>
    internal static CliHost OfProcess(TestOpsOptions? options, (string FileName, IReadOnlyList<string> Arguments) self) =>
        new()
        {
            Out = System.Console.Out,
            Error = System.Console.Error,
            In = System.Console.In,
            IsInteractive = !System.Console.IsOutputRedirected,
            Width = !System.Console.IsOutputRedirected && System.Console.WindowWidth is > 0 and var columns ? columns : 80,
            WorkingDirectory = Directory.GetCurrentDirectory(),
            Environment = System.Environment.GetEnvironmentVariable,
            Time = TimeProvider.System,
            Phases = options?.Phases ?? [],
            WrapStore = options?.Wrap,
            Self = self,
        };
}
