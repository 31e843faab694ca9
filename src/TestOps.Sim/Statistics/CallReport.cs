using System.Globalization;
using TestOps.Core.Journaling;
using TestOps.Core.Phases;
using TestOps.Core.Traces;
using TestOps.Core.Verdicts;
using TestOps.Core.WarRoom;
using TestOps.Sim.Recording;

namespace TestOps.Sim.Statistics;

/// <summary>What the simulation says of its calls as such, whatever was in the answers: whether they were answered, and whether they were turned away.</summary>
internal sealed class CallReport
{
    private readonly PhaseContext _context;
    private readonly SimRecording _recording;
    private readonly IReadOnlyList<FailureExample> _failures;
    private readonly FailureExample? _first;
    private readonly long _unanswered;
    private readonly long _missing;
    private readonly string? _endOfProcess;

    public CallReport(PhaseContext context, SimRecording recording, TraceSummary trace, string? endOfProcess)
    {
        _endOfProcess = endOfProcess;
        _context = context;
        _recording = recording;
        _failures = [.. recording.Statistics.Failures.Values];
        _first = _failures.MinBy(failure => failure.First);
        _unanswered = _failures.Sum(failure => failure.Count);
        _missing = context.Plan.Sessions - trace.Sessions;

        // Silence of an engine is no proof of an error in its answers, and no proof of anything else.
        Holds = _unanswered == 0 && _missing == 0 && trace.Sessions > 0;
    }

    /// <summary>Whether every session was run and every call answered.</summary>
    public bool Holds { get; }

    public GateMeasured Gate => new("sim", GateIds.Answered, Holds ? true : null, $"{_recording.Statistics.Steps - _unanswered} of {_recording.Statistics.Steps}", "all calls", null, Detail());

    public async Task OpenIncidentsAsync()
    {
        if (_first is not null)
        {
            await OpenUnansweredAsync(_first);
        }

        if (_recording.Statistics.TurnedAway is { } turnedAway)
        {
            await OpenTurnedAwayAsync(turnedAway);
        }
    }

    private string? Detail()
    {
        var detail = _recording.IsEngineLost ? $"engine lost: {SimRecording.LostAfterSessions} sessions in a row got no answer" : _missing > 0 ? $"{_missing} sessions were not run" : null;
        return _first is null ? detail : $"{(detail is null ? "" : detail + "; ")}{(_endOfProcess is null ? "" : $"the engine's process ended: {_endOfProcess}; ")}first in session {_first.First.Session} step {_first.First.Step}: {_first.Message}";
    }

    private Task OpenUnansweredAsync(FailureExample first)
    {
        var place = first.First;
        var kinds = string.Join(", ", _failures.Select(failure => $"{failure.Kind} {failure.Count}x"));
        return OpenAsync(
            CallFailureCodes.Of(_failures.ToDictionary(failure => failure.Kind, failure => failure.Count)),
            $"{_unanswered} of {_recording.Statistics.Steps} calls got no answer ({kinds}); first in session {place.Session} step {place.Step} ({place.StepName}){At(place)}: {first.Message}",
            place,
            ("reason", first.Message), ("value", Text(_unanswered)), ("scenario", IsOfOneSession(place) ? place.Scenario : ""));
    }

    private Task OpenTurnedAwayAsync(TurnedAway turnedAway)
    {
        var place = turnedAway.First;
        var wait = turnedAway.RetryAfter is { } after ? $", Retry-After: {after}" : "";
        return OpenAsync(
            IncidentCodes.EngineRateLimited,
            $"rate limit: {turnedAway.Count} of {_recording.Statistics.Steps} calls were turned away with status 429{wait}; first in session {place.Session} step {place.Step} ({place.StepName}){At(place)}",
            place,
            ("value", Text(turnedAway.Count)), ("retry_after", RetryAfterText.Of(turnedAway.RetryAfter)), ("phase", "sim"));
    }

    private Task OpenAsync(string code, string text, CallPlace place, params ReadOnlySpan<(string Name, string Value)> more)
    {
        (string, string)[] facts = [("session", Text(place.Session)), ("step", Text(place.Step)), ("step_name", place.StepName), ("since", place.Since), ("host", _recording.Host), .. more];
        return _context.OpenIncidentAsync(code, "sim", text, _context.Facts([.. facts.Where(fact => fact.Item2.Length > 0)]), CancellationToken.None);
    }

    // Sessions of a controlled engine share nothing. A black box that failed now and then may depend on all calls before: then the whole run shows it again.
    private bool IsOfOneSession(CallPlace place) => _recording.IsControlled
        || _recording.Statistics.InSuiteOrder().Any(step => step.Scenario.Name == place.Scenario && step.Step.Name == place.StepName && step.Seen is { } seen && seen.Calls == seen.Unanswered);

    private static string At(CallPlace place) => place.Since.Length > 0 ? $" at {place.Since}" : "";

    private static string Text(long number) => number.ToString(CultureInfo.InvariantCulture);
}
