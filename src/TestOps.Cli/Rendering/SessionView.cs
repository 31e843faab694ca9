using System.Globalization;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;
using TestOps.Core;
using TestOps.Core.Determinism;
using TestOps.Core.Engines;
using TestOps.Core.Sessions;
using TestOps.Core.Traces;

namespace TestOps.Cli.Rendering;

/// <summary>Shows one session step by step: request, answer, checks, think times.</summary>
internal sealed class SessionView(Screen screen, SessionProgram program, long session) : ISessionObserver
{
    private const int BodyLinesMax = 60;
    private const string BodyIndent = "      ";

    private static readonly JsonSerializerOptions Indented = new() { WriteIndented = true, NewLine = "\n", Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    private int _passed;
    private int _failed;
    private bool _isVirtual;
    private bool _isUnanswered;

    public void Begin(string scenario, IEngine engine, EngineLease lease)
    {
        _isVirtual = lease.Evidence == EvidenceClass.Controlled;
        var picked = program.ScenarioOf(session).Name;
        screen.Line(($"session {session} of {scenario}", Tone.Strong), ($", seed {program.Plan.Seed}, {engine.DisplayName}", Tone.Plain));
        if (picked != scenario)
        {
            screen.Line(($"  in a run this session takes the scenario {picked}; here it takes {scenario} with its own rows and draws", Tone.Faint));
        }
    }

    public void OnStep(StepOutcome outcome)
    {
        var call = outcome.Step;
        screen.Line();
        screen.Line(($"{outcome.Number}  {call.Name}", Tone.Strong), (string.Create(CultureInfo.InvariantCulture, $"{(outcome.Repetition > 0 ? $"  repetition {outcome.Repetition}" : "")}  at {outcome.StartNs / 1e6:0.###} ms"), Tone.Faint));
        if (outcome.IsSkipped)
        {
            screen.Line(("    skipped: its condition is false", Tone.Faint));
            return;
        }

        var record = outcome.Record!;
        screen.Line($"    > {call.Spec.Method} {record.Path}");
        foreach (var (name, template) in call.Spec.Headers.OrderBy(header => header.Key, StringComparer.Ordinal))
        {
            // As the suite writes them: a resolved header may be a secret.
            screen.Line(($"    > {name}: {template}", Tone.Faint));
        }

        WriteBody(record.RequestBody.Bytes, isJson: record.RequestBody.Kind == BodyKind.Json);
        WriteAnswer(outcome, record);
        WriteChecks(outcome);
    }

    public void OnThink(long nanoseconds)
    {
        var how = _isVirtual ? "virtual time" : program.Plan.Suite.Sim!.RealThink ? "waited" : "skipped";
        screen.Line();
        screen.Line((string.Create(CultureInfo.InvariantCulture, $"   think {nanoseconds / 1e6:0.###} ms ({how})"), Tone.Faint));
    }

    /// <summary>Ends the session; answers the exit code that says how it went. <paramref name="endOfProcess"/> is how the engine's own process ended, if it did.</summary>
    public ExitCode End(bool isComplete, string? endOfProcess)
    {
        screen.Line();
        if (endOfProcess is not null)
        {
            screen.Line(($"the engine's process ended during the session: {endOfProcess}", Tone.Bad));
            screen.Line();
        }

        var isGood = isComplete && _failed == 0;
        screen.Line((isGood ? "PASS" : "FAIL", isGood ? Tone.Good : Tone.Bad), ($"  {_passed} of {Words.Count(_passed + _failed, "check")} passed{(isComplete ? "" : "; the session ended early")}", Tone.Plain));
        return isGood ? ExitCode.Success : _isUnanswered ? ExitCode.Environment : ExitCode.SimFailed;
    }

    private void WriteAnswer(StepOutcome outcome, StepRecord record)
    {
        var reply = outcome.Reply;
        if (reply.Failure is { } failure)
        {
            _isUnanswered = true;
            screen.Line(($"    < no answer ({failure.Kind}): {failure.Message}", Tone.Bad));
            return;
        }

        var attempts = outcome.Step.Spec.Until is null ? "" : $" after {Words.Count(outcome.Attempts, "attempt")}";
        var first = outcome.FirstNs is { } firstNs ? string.Create(CultureInfo.InvariantCulture, $", its first event in {firstNs / 1e6:0.###} ms") : "";
        screen.Line(string.Create(CultureInfo.InvariantCulture, $"    < {reply.Status} {record.ContentType}{attempts} in {outcome.ElapsedNs / 1e6:0.###} ms{first}{(_isVirtual ? " (virtual)" : "")}"));

        // The answer as it came, unless something of it is hidden in the record; of a stream the joined text.
        var isWhole = record.Body.Kind == BodyKind.Json
            ? CanonicalJson.TryCanonicalize(reply.Body, out var canonical, out _) && canonical.Span.SequenceEqual(record.Body.Bytes.Span)
            : record.Stream is null && reply.Body.Span.SequenceEqual(record.Body.Bytes.Span);
        WriteBody(isWhole ? reply.Body : record.Body.Bytes, record.Body.Kind == BodyKind.Json);
    }

    private void WriteChecks(StepOutcome outcome)
    {
        foreach (var (check, name) in outcome.Checks.Zip(outcome.Step.CheckNames))
        {
            _passed += check.Passed ? 1 : 0;
            _failed += check.Passed ? 0 : 1;
            var seen = check.Passed ? "" : $": expected {check.Expected}, was {check.Actual}";
            screen.Line(("    ", Tone.Plain), (check.Passed ? "pass" : "FAIL", check.Passed ? Tone.Good : Tone.Bad), ($"  {name}{seen}", Tone.Plain));
        }
    }

    private void WriteBody(ReadOnlyMemory<byte> body, bool isJson)
    {
        if (body.IsEmpty)
        {
            return;
        }

        var lines = Text(body, isJson).Split('\n');
        foreach (var line in lines.Take(BodyLinesMax))
        {
            screen.Line(BodyIndent + line);
        }

        if (lines.Length > BodyLinesMax)
        {
            screen.Line(($"{BodyIndent}... {Words.Count(lines.Length - BodyLinesMax, "more line")}", Tone.Faint));
        }
    }

    private static string Text(ReadOnlyMemory<byte> body, bool isJson)
    {
        try
        {
            return isJson ? JsonNode.Parse(body.Span)?.ToJsonString(Indented) ?? "null" : Encoding.UTF8.GetString(body.Span);
        }
        catch (JsonException)
        {
            return Encoding.UTF8.GetString(body.Span);
        }
    }
}
