using System.Globalization;
using TestOps.Core;
using TestOps.Core.Engines;
using TestOps.Core.Suites;
using TestOps.Core.WarRoom;
using TestOps.Engines.Http;
using TestOps.Processes;

namespace TestOps.Engines.Process;

/// <summary>An engine's program, started and greeted, and the conversation with it.</summary>
internal sealed class ProcessProgram : IAsyncDisposable
{
    // A program that closes an output on its way out is gone within this time; one that takes longer still runs.
    private static readonly TimeSpan ExitLimit = TimeSpan.FromSeconds(2);

    private const int LastWordsMax = 500;

    private readonly ChildProcess _child;
    private readonly TimeProvider _time;

    private ProcessProgram(ChildProcess child, EngineSpec spec, EngineBinding binding)
    {
        _child = child;
        _time = binding.Time;
        Dialogue = new ProcessDialogue(child.Input, child.Output, new ProcessDialogueOptions
        {
            ReadyTimeout = spec.Start!.Timeout,
            Timeout = spec.Timeout,
            MaxBodyBytes = spec.MaxBodyBytes,
            Time = binding.Time,
            DescribeEnd = DescribeEndAsync,
        });
    }

    public ProcessDialogue Dialogue { get; }

    public EngineHello Hello { get; private set; } = new("", "", null, 1);

    public int Id => _child.Id;

    /// <summary>The command as the suite writes it: with templates, so without secrets.</summary>
    public static string TextOf(EngineSpec spec) => string.Join(' ', spec.Start?.Command ?? []);

    /// <summary>Starts the program and waits for its hello.</summary>
    /// <exception cref="TestOpsException">It cannot be started, or does not greet; nothing is left running.</exception>
    public static async Task<ProcessProgram> StartAsync(EngineSpec spec, EngineBinding binding, GuardCommand? guard, CancellationToken cancellationToken)
    {
        ProcessProgram? program = null;
        try
        {
            program = new ProcessProgram(await ChildProcess.StartAsync(OptionsOf(spec, binding, guard), cancellationToken).ConfigureAwait(false), spec, binding);
            program.Hello = await program.Dialogue.HelloAsync(cancellationToken).ConfigureAwait(false);
            return program;
        }
        catch (ChildProcessException exception)
        {
            throw NotStarted(spec, exception.Message, exception);
        }
        catch (ProcessDialogueException exception)
        {
            var words = program!.LastWords();
            var isTold = words.Length == 0 || exception.Message.Contains(words, StringComparison.Ordinal);
            await program.DisposeAsync().ConfigureAwait(false);
            throw NotStarted(spec, isTold ? exception.Message : $"{exception.Message}; its last words: {words}", exception);
        }
        catch when (program is not null)
        {
            await program.DisposeAsync().ConfigureAwait(false);
            throw;
        }
    }

    public async ValueTask DisposeAsync()
    {
        // The end of its input tells the program to end; whoever does not hear it is told by a signal.
        await Dialogue.DisposeAsync().ConfigureAwait(false);
        await HasExitedAsync().ConfigureAwait(false);
        await _child.DisposeAsync().ConfigureAwait(false);
    }

    /// <summary>How the program is started, its templates bound.</summary>
    public static ChildProcessOptions OptionsOf(EngineSpec spec, EngineBinding binding, GuardCommand? guard)
    {
        var start = spec.Start!;
        string[] command = [.. start.Command.Select((part, index) => BindingTemplate.Render(part, string.Create(CultureInfo.InvariantCulture, $"engine.command[{index}]"), binding))];
        return new ChildProcessOptions
        {
            FileName = command[0],
            Arguments = command[1..],
            Environment = start.Environment.ToDictionary(variable => variable.Key, variable => BindingTemplate.Render(variable.Value, $"engine.env.{variable.Key}", binding)),
            WorkingDirectory = FolderOf(binding.Folder, start.Directory),
            Input = ChildInput.Dialogue,
            Guard = guard,
            Time = binding.Time,
            DisplayText = TextOf(spec),
        };
    }

    private static string? FolderOf(string folder, string? below) => (folder, below) switch
    {
        ("", null) => null,
        (_, null) => folder,
        _ => Path.Combine(folder, below),
    };

    private static TestOpsException NotStarted(EngineSpec spec, string what, Exception cause) => new(
        IncidentCodes.EngineStartFailed, $"the engine's process did not start: {what}", $"see what it says to: testops engine check -- {TextOf(spec)}", cause);

    private async Task<string> DescribeEndAsync()
    {
        if (!await HasExitedAsync().ConfigureAwait(false))
        {
            return "";
        }

        await _child.OutputsEndAsync(CancellationToken.None).ConfigureAwait(false);
        var words = LastWords();
        return $"it ended with {_child.ExitText}; {(words.Length == 0 ? "it printed nothing to standard error" : $"its last words: {words}")}";
    }

    private async Task<bool> HasExitedAsync()
    {
        try
        {
            await _child.Exited.WaitAsync(ExitLimit, _time).ConfigureAwait(false);
            return true;
        }
        catch (TimeoutException)
        {
            return false;
        }
    }

    private string LastWords() => LastLines.Of(_child.ErrorTail, LastWordsMax);
}
