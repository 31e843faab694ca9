using TestOps.Core;
using TestOps.Processes;

namespace TestOps.Engines.Http;

/// <summary>A command of the engine section, bound to a lease: what is run, where, with which environment, and what messages call it.</summary>
internal sealed class CommandLine
{
    private const int LastWordsMax = 2000;

    private readonly IReadOnlyList<string> _parts;
    private readonly IReadOnlyDictionary<string, string> _environment;
    private readonly LeaseScope _scope;
    private readonly string _folder;

    /// <summary>Binds a command; <paramref name="path"/> names it in the suite, <paramref name="directory"/> is below the suite's folder.</summary>
    /// <exception cref="Core.Suites.InvalidSuiteException">A value is missing.</exception>
    public CommandLine(IReadOnlyList<string> command, IReadOnlyDictionary<string, string> environment, string? directory, string path, LeaseScope scope)
    {
        _scope = scope;
        _parts = [.. command.Select(part => BindingTemplate.Render(part, path, scope))];
        _environment = environment.ToDictionary(variable => variable.Key, variable => BindingTemplate.Render(variable.Value, $"{path}.env.{variable.Key}", scope), StringComparer.Ordinal);
        _folder = Path.GetFullPath(Path.Combine(scope.Binding.Folder.Length == 0 ? Directory.GetCurrentDirectory() : scope.Binding.Folder, directory ?? ""));
        var display = scope.ForDisplay();
        Text = string.Join(' ', command.Select(part => Quote(BindingTemplate.Render(part, path, display))));
    }

    /// <summary>The command as people would type it, without secrets.</summary>
    public string Text { get; }

    /// <summary>How to start it.</summary>
    /// <exception cref="TestOpsException">Its folder is not there; <paramref name="code"/> names the failure.</exception>
    public ChildProcessOptions Options(string code, GuardCommand? guard)
    {
        if (!Directory.Exists(_folder))
        {
            throw new TestOpsException(
                code, $"the folder {_folder}, in which {Text} is to be run, is not there", "run testops where the suite lies: a replay looks for the suite's folder as the run's command line named it");
        }

        var program = _parts[0];
        return new ChildProcessOptions
        {
            // A path is meant from the command's own folder; a bare name is looked up in PATH.
            FileName = program.Contains('/', StringComparison.Ordinal) ? Path.GetFullPath(program, _folder) : program,
            Arguments = [.. _parts.Skip(1)],
            Environment = _environment,
            WorkingDirectory = _folder,
            Guard = guard,
            DisplayText = Text,
            Time = _scope.Binding.Time,
        };
    }

    /// <summary>How a command ended, for people: <c>exit code 3; its last words: ...</c>.</summary>
    public static string Ending(string exit, string output)
    {
        var words = LastLines.Of(output, LastWordsMax);
        var said = words.Length == 0 ? "it printed nothing" : $"its last words: {words}";
        return $"{exit}; {said}";
    }

    private static string Quote(string part) => part.Length > 0 && !part.Any(static c => char.IsWhiteSpace(c) || c is '\'' or '"' or '$' or '\\' or ';' or '&' or '|') ? part : $"'{part.Replace("'", "'\\''", StringComparison.Ordinal)}'";
}
