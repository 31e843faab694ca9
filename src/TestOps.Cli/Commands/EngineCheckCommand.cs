using System.CommandLine;
using System.Text;
using System.Text.Json.Nodes;
using TestOps.Cli.Composition;
using TestOps.Cli.Rendering;
using TestOps.Core;
using TestOps.Core.Clocks;
using TestOps.Core.Engines;
using TestOps.Core.Safety;
using TestOps.Core.Secrets;
using TestOps.Core.Suites;
using TestOps.Engines.Process.Checking;

namespace TestOps.Cli.Commands;

/// <summary><c>testops engine check</c>: conformance for people who write an engine of kind <c>process</c>.</summary>
internal sealed class EngineCheckCommand
{
    private static readonly TimeSpan CallTimeout = TimeSpan.FromSeconds(10);

    private readonly CliHost _host;
    private readonly Argument<string[]> _command = new("command") { Description = "The program and its arguments, after --", Arity = ArgumentArity.ZeroOrMore, HelpName = "COMMAND" };
    private readonly Option<string?> _suite = new("--suite") { Description = "Takes the engine of this suite, and the calls of its first sessions", HelpName = "SUITE" };
    private readonly Option<string?> _environment = new("--env") { Description = "Environment of the suite", HelpName = "NAME" };
    private readonly Option<string[]> _calls = new("--call")
    {
        Description = "A call of the engine's own, with its JSON body; repeatable. Fresh processes must answer them alike",
        HelpName = "CALL",
        DefaultValueFactory = _ => [],
    };

    private readonly Option<bool> _json = new("--json") { Description = "Print the checks as JSON" };

    private EngineCheckCommand(CliHost host) => _host = host;

    public static Command Create(CliHost host)
    {
        var check = new EngineCheckCommand(host);
        var command = new Command("check", "Checks a program against the process protocol, for people who write an engine; exit code 14 where a check fails")
        {
            check._command, check._suite, check._environment, check._calls, check._json,
        };
        command.SetAction(check.ExecuteAsync);
        return Examples.Add(
            command,
            "testops engine check -- python3 engine.py",
            "testops engine check --call 'POST /search {\"question\":\"What is jam?\"}' -- node engine.js",
            "testops engine check --suite suite.yaml --json");
    }

    private async Task<int> ExecuteAsync(ParseResult parsed, CancellationToken cancellationToken)
    {
        var (spec, binding, planned) = Engine(parsed);
        var secrets = planned is null ? RunSecrets.None : _host.Secrets.Open(_host, planned.Plan);
        secrets.RequireAll();
        var isJson = parsed.GetValue(_json);
        var screen = Screen.Of(_host);
        if (!isJson)
        {
            screen.Line(($"engine check  {string.Join(' ', spec.Start!.Command)}", Tone.Strong));
        }

        var calls = (parsed.GetValue(_calls) ?? []).Select(ReadCall).ToList();
        if (calls.Count == 0 && planned is not null)
        {
            calls.AddRange(await SuiteCalls.CollectAsync(planned, _host, secrets, cancellationToken));
        }

        var check = new EngineCheck(spec, binding, _host.Guard, calls, result => Show(screen, isJson, Shown(result, secrets)));
        var report = await check.RunAsync(cancellationToken);
        if (isJson)
        {
            await JsonOutput.WriteAsync(_host, ToJson(spec, report, secrets));
        }
        else
        {
            Conclude(screen, report);
        }

        return report.HasPassed ? 0 : (int)ExitCode.ExtraFailed;
    }

    private (EngineSpec Spec, EngineBinding Binding, PlannedRun? Planned) Engine(ParseResult parsed)
    {
        var command = parsed.GetValue(_command) ?? [];
        var suite = parsed.GetValue(_suite);
        if (command.Length > 0 == suite is not null)
        {
            throw new OptionRefusedException(
                suite is null ? "engine check needs a command, or a suite" : "engine check takes a command or a suite, not both",
                "write: testops engine check -- python3 engine.py, or: testops engine check --suite suite.yaml");
        }

        if (suite is null)
        {
            return (new EngineSpec { Kind = "process", Start = new StartSpec { Command = [.. command.Select(Literal)] }, Timeout = CallTimeout }, Binding(new Dictionary<string, string>(), _host.WorkingDirectory), null);
        }

        var file = SuiteFile.Read(_host, suite);
        var planned = PlannedRun.Create(file, new(), parsed.GetValue(_environment), LoadCaps.Unlimited, DateOnly.FromDateTime(_host.Time.GetUtcNow().UtcDateTime), new EngineSet(_host, TargetPolicy.LoopbackOnly));
        return planned.Plan.Suite.Engine is { Kind: "process" } engine
            ? (engine, Binding(planned.Plan.Variables, SuiteFile.FolderOf(_host, suite)), planned)
            : throw new OptionRefusedException($"the engine of {suite} is of kind {planned.Plan.Suite.Engine.Kind}", "engine check is for engines of kind process; try another one with: testops try");
    }

    private EngineBinding Binding(IReadOnlyDictionary<string, string> variables, string folder) =>
        new() { Policy = TargetPolicy.LoopbackOnly, Environment = _host.Environment, Variables = variables, Time = _host.Time, Folder = folder };

    // A command line is no template: what looks like one reaches the program as it is.
    private static string Literal(string part) => part.Replace("${", "\\${", StringComparison.Ordinal);

    private static EngineCall ReadCall(string text)
    {
        var parts = text.Split(' ', 3, StringSplitOptions.RemoveEmptyEntries);
        if (parts.Length < 2 || parts[1][0] != '/' || parts[0].Any(static character => !char.IsAsciiLetterUpper(character) && character != '-'))
        {
            throw new OptionRefusedException($"--call cannot be read from '{text}'", "write METHOD /path, and a JSON body if there is one: 'POST /search {\"question\":\"?\"}'");
        }

        var hasBody = parts.Length == 3;
        return new EngineCall
        {
            Context = new CallContext { Session = 0, Step = 1, Clock = SessionClock.Virtual() },
            Method = parts[0],
            Path = parts[1],
            Body = hasBody ? Encoding.UTF8.GetBytes(parts[2]) : default,
            ContentType = hasBody ? "application/json" : null,
        };
    }

    // What an engine says of itself may hold what it was started with, and what it was asked.
    private static EngineCheckResult Shown(EngineCheckResult result, RunSecrets secrets) =>
        result with { Seen = secrets.Redact(result.Seen), Fix = result.Fix is { } fix ? secrets.Redact(fix) : null };

    private static void Show(Screen screen, bool isJson, EngineCheckResult result)
    {
        if (isJson)
        {
            return;
        }

        var (word, tone) = result.Status switch
        {
            EngineCheckStatus.Passed => ("PASS", Tone.Good),
            EngineCheckStatus.Failed => ("FAIL", Tone.Bad),
            _ => ("SKIP", Tone.Faint),
        };
        screen.Line(("  ", Tone.Plain), (word, tone), ($"  {result.Name}", Tone.Strong));
        screen.Field("        seen", result.Seen, 13);
        if (result.Fix is { } fix)
        {
            screen.Field("        fix", fix, 13, Tone.Warn);
        }
    }

    private static void Conclude(Screen screen, EngineCheckReport report)
    {
        var failed = report.Results.Count(static result => result.Status == EngineCheckStatus.Failed);
        var passed = report.Results.Count(static result => result.Status == EngineCheckStatus.Passed);
        screen.Line(
            report.HasPassed ? ("CONFORMS", Tone.Good) : ("DOES NOT CONFORM", Tone.Bad),
            ($"  {Words.Count(passed, "check")} passed, {failed} failed, {report.Results.Count - passed - failed} skipped; the protocol: docs/reference/process-protocol.md", Tone.Plain));
    }

    private static JsonObject ToJson(EngineSpec spec, EngineCheckReport report, RunSecrets secrets) => new()
    {
        ["command"] = new JsonArray([.. spec.Start!.Command.Select(part => JsonValue.Create(part))]),
        ["engine"] = report.Hello is { } hello
            ? new JsonObject { ["protocol"] = hello.Protocol, ["name"] = secrets.Redact(hello.Name), ["version"] = hello.Version is { } version ? secrets.Redact(version) : null, ["concurrency"] = hello.Concurrency }
            : null,
        ["passed"] = report.HasPassed,
        ["checks"] = new JsonArray([.. report.Results.Select(result => Shown(result, secrets)).Select(result => new JsonObject
        {
            ["name"] = result.Name,
            ["status"] = result.Status switch { EngineCheckStatus.Passed => "pass", EngineCheckStatus.Failed => "fail", _ => "skip" },
            ["seen"] = result.Seen,
            ["fix"] = result.Fix,
        })]),
    };
}
