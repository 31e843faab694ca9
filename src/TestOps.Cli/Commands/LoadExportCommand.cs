using System.CommandLine;
using System.Text;
using TestOps.Cli.Composition;
using TestOps.Load.Export;

namespace TestOps.Cli.Commands;

/// <summary><c>testops load export</c>: writes the load of a suite as a k6 script.</summary>
internal sealed class LoadExportCommand
{
    private readonly CliHost _host;
    private readonly Argument<string?> _suite = SuiteArgument.Create();
    private readonly Option<string?> _profile = new("--profile") { Description = "A profile in place of the suite's load", HelpName = "NAME" };
    private readonly Option<string?> _output = new("--output", "-o") { Description = "File to write (default: standard output)", HelpName = "FILE" };
    private readonly PlanOptions _plan = new();
    private readonly TargetOptions _target = new();

    private LoadExportCommand(CliHost host) => _host = host;

    public static Command Create(CliHost host)
    {
        var export = new LoadExportCommand(host);
        var command = new Command("export", "Writes the load of a suite as a k6 script, with its data rows in it and its secrets left to k6's -e") { export._suite, export._profile, export._output };
        export._plan.AddLoadTo(command);
        export._target.AddTo(command);
        command.SetAction(export.ExecuteAsync);
        return Examples.Add(command, "testops load export suite.yaml -o load.js", "testops load export suite.yaml --profile stress | k6 run -e TESTOPS_BASE_URL=http://127.0.0.1:8080 -");
    }

    private async Task<int> ExecuteAsync(ParseResult parsed, CancellationToken cancellationToken)
    {
        var file = SuiteFile.Read(_host, parsed.GetValue(_suite));
        var overrides = LoadSubject.OfProfile(file, parsed.GetValue(_profile));
        var planned = _plan.Plan(_host, parsed, file, _target.Policy(_host, parsed), overrides);
        var script = K6ScriptWriter.Write(planned.Plan, file.Path);
        if (parsed.GetValue(_output) is { } output)
        {
            await WriteFileAsync(output, script.Text, cancellationToken);
        }
        else
        {
            await _host.Out.WriteAsync(script.Text);
        }

        foreach (var notice in script.Notices)
        {
            await _host.Error.WriteLineAsync($"testops: {notice}");
        }

        return 0;
    }

    private async Task WriteFileAsync(string output, string text, CancellationToken cancellationToken)
    {
        try
        {
            await File.WriteAllTextAsync(Path.GetFullPath(output, _host.WorkingDirectory), text, new UTF8Encoding(encoderShouldEmitUTF8Identifier: false), cancellationToken);
        }
        catch (Exception failure) when (failure is IOException or UnauthorizedAccessException)
        {
            throw new FileRefusedException($"cannot write '{output}': {failure.Message}", "name a file in a folder that exists and may be written");
        }
    }
}
