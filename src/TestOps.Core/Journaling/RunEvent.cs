using System.Text.Json.Nodes;

namespace TestOps.Core.Journaling;

/// <summary>
/// The closed vocabulary of a run's journal. It holds what a person or a verdict needs: phases, progress, failures, per-second load
/// histograms, final measurements. Single steps and samples are in the trace, never here. A new phase adds metric names and codes, never event types.
/// </summary>
public abstract record RunEvent
{
    private protected RunEvent()
    {
    }

    /// <summary>One of <c>debug info warning error</c>.</summary>
    public virtual EventSeverity Severity => EventSeverity.Info;

    /// <summary>Who says it: <c>runner sim load replay warroom</c> or the phase's name.</summary>
    public abstract string Subsystem { get; }

    /// <summary>The event as a line for people; null where there is nothing to read.</summary>
    public abstract string? Message { get; }
}

/// <summary>The run has begun.</summary>
public sealed record RunStarted(string Suite, string Trigger, string Engine, ulong Seed, JsonNode Plan) : RunEvent
{
    /// <inheritdoc />
    public override string Subsystem => "runner";

    /// <inheritdoc />
    public override string Message => $"Run started via {Trigger}: suite {Suite}, engine {Engine}, seed {Seed}{(Plan?["selection"] is null ? "" : ", PARTIAL")}";
}

/// <summary>A phase has begun.</summary>
public sealed record PhaseStarted(string Phase, string Detail) : RunEvent
{
    /// <inheritdoc />
    public override string Subsystem => Phase;

    /// <inheritdoc />
    public override string Message => $"{Phase} started: {Detail}";
}

/// <summary>A phase, or one replay of it, has an engine made ready.</summary>
/// <param name="Phase">The phase.</param>
/// <param name="Replay">Number of the replay, from 1; 0 in other phases.</param>
/// <param name="Evidence">Evidence class of this lease: <c>A</c>, <c>B</c> or <c>C</c>.</param>
/// <param name="IsFresh">Whether nothing earlier has touched the engine's state.</param>
/// <param name="Freshness">The same in words: <c>a fresh process (pid 4711) at http://127.0.0.1:41873</c>.</param>
/// <param name="Version">The engine's own version; null where it does not say.</param>
public sealed record EngineLeased(string Phase, int Replay, string Evidence, bool IsFresh, string Freshness, string? Version) : RunEvent
{
    /// <inheritdoc />
    public override string Subsystem => Phase;

    /// <inheritdoc />
    public override string? Message => Evidence == "A" ? null : $"{Phase}{(Replay > 0 ? $" {Replay}" : "")} meets {Freshness}{(Version is null ? "" : $", version {Version}")}";
}

/// <summary>How far a phase is. <see cref="Done"/> never goes back within a phase.</summary>
public sealed record PhaseProgress(string Phase, long Done, long Total, string Unit, string? Detail = null) : RunEvent
{
    /// <inheritdoc />
    public override string Subsystem => Phase;

    /// <inheritdoc />
    public override string? Message => null;
}

/// <summary>A final measurement of a phase: name, value and unit (<c>ms</c>, <c>1/s</c>, <c>count</c>, <c>share</c>, <c>bytes</c>), with its tags.</summary>
public sealed record MetricMeasured(string Phase, string Name, double? Value, string Unit, JsonNode? Data = null) : RunEvent
{
    /// <inheritdoc />
    public override string Subsystem => Phase;

    /// <inheritdoc />
    public override string? Message => null;
}

/// <summary>A mergeable histogram of one second of load: HdrHistogram V2, compressed, base64, in microseconds; with the counters of that second.</summary>
public sealed record LoadSecondMeasured(string Phase, int Second, long Requests, long Failed, long Dropped, int Vus, string DurationHistogram) : RunEvent
{
    /// <inheritdoc />
    public override string Subsystem => Phase;

    /// <inheritdoc />
    public override string? Message => null;
}

/// <summary>What one gate measured. The verdict judges it; the event only says what happened.</summary>
/// <param name="Phase">The phase that measured.</param>
/// <param name="Gate">Id: <c>sim/ask/status</c>, <c>load/http_req_failed rate&lt;0.01</c>, <c>replay/score</c>.</param>
/// <param name="Holds">Whether the condition holds; null where there is no data.</param>
/// <param name="Value">The value seen, for people: <c>1319 of 1319</c>, <c>12.4 ms</c>.</param>
/// <param name="Limit">The limit, for people: <c>all</c>, <c>&lt; 500 ms</c>.</param>
/// <param name="Margin">The distance to the limit, for people; null where it has none.</param>
/// <param name="Detail">One sentence on a gate that does not hold: where first, an example; null otherwise.</param>
public sealed record GateMeasured(string Phase, string Gate, bool? Holds, string Value, string Limit, string? Margin, string? Detail = null) : RunEvent
{
    /// <inheritdoc />
    public override EventSeverity Severity => Holds switch { true => EventSeverity.Info, null => EventSeverity.Warning, false => EventSeverity.Error };

    /// <inheritdoc />
    public override string Subsystem => Phase;

    /// <inheritdoc />
    public override string? Message => Holds switch
    {
        true => null,
        null => $"{Gate}: {Value}, limit {Limit}; too little to judge",
        false => $"{Gate}: {Value}, limit {Limit}{(Detail is null ? "" : $"; {Detail}")}",
    };
}

/// <summary>A group of equal check failures (scenario, step, check) with one example.</summary>
public sealed record CheckFailed(string Scenario, string Step, string Check, long Count, long ExampleSession, int ExampleStep, string Expected, string Actual) : RunEvent
{
    /// <inheritdoc />
    public override EventSeverity Severity => EventSeverity.Error;

    /// <inheritdoc />
    public override string Subsystem => "sim";

    /// <inheritdoc />
    public override string Message => $"{Scenario} / {Step} / {Check}: failed {Count}x, first in session {ExampleSession} step {ExampleStep}: expected {Expected}, was {Actual}";
}

/// <summary>A place where a replay differs from the trace: one for each signature (step name, pointer, class), with its first occurrence.</summary>
/// <param name="Replay">Replay number, from 1.</param>
/// <param name="Session">Session of the first occurrence.</param>
/// <param name="Step">Step of the first occurrence, from 1.</param>
/// <param name="StepName">Name of the step.</param>
/// <param name="Pointer">Where in the step.</param>
/// <param name="Class">Class of the divergence.</param>
/// <param name="Expected">Recorded value, shortened.</param>
/// <param name="Actual">Replayed value, shortened.</param>
/// <param name="Sessions">Sessions with this signature as their first divergence.</param>
/// <param name="Around">The steps around the first occurrence: an array of <c>{step, name, status, same}</c>; null where there is nothing to show.</param>
public sealed record DivergenceFound(int Replay, long Session, int Step, string StepName, string Pointer, string Class, string Expected, string Actual, long Sessions, JsonNode? Around = null) : RunEvent
{
    /// <inheritdoc />
    public override EventSeverity Severity => EventSeverity.Warning;

    /// <inheritdoc />
    public override string Subsystem => "replay";

    /// <inheritdoc />
    public override string Message => $"replay {Replay}: {Class} differs at {StepName} {Pointer} in {Sessions} session(s), first in session {Session} step {Step}: expected {Expected}, was {Actual}";
}

/// <summary>The result of one replay, or of all together (<see cref="Replay"/> 0). What was not comparable is null.</summary>
public sealed record ReplayScored(int Replay, string? Scenario, long Sessions, long Identical, double? Score, decimal Floor, double? LowerBound, double? LeavesCompared) : RunEvent
{
    /// <inheritdoc />
    public override string Subsystem => "replay";

    /// <inheritdoc />
    public override string? Message => Scenario is not null ? null : Replay > 0 ? $"replay {Replay}: {Identical} of {Sessions} sessions identical" : $"determinism: {Identical} of {Sessions} sessions identical in every replay";
}

/// <summary>
/// Masks that would cure the drift of a run, and what its replays come to under them, judged anew from trace and replay records. Nothing is masked by it.
/// </summary>
/// <param name="Masks">The masks, as an array of the suite's own objects.</param>
/// <param name="Yaml">The same as YAML, ready to be pasted under <c>replay</c>.</param>
/// <param name="Sessions">Sessions compared under them.</param>
/// <param name="Identical">Sessions that would be identical in every replay.</param>
/// <param name="Score">The score that they would give; null where a replay met calls without an answer.</param>
/// <param name="LeavesCompared">Share of the leaves that would still be compared; null where there are none.</param>
/// <param name="Unmasked">What no proposed mask covers, as an array of <c>{step_name, pointer, class, sessions, why}</c>.</param>
public sealed record MasksProposed(JsonNode Masks, string Yaml, long Sessions, long Identical, double? Score, double? LeavesCompared, JsonNode Unmasked) : RunEvent
{
    /// <inheritdoc />
    public override string Subsystem => "replay";

    /// <inheritdoc />
    public override string? Message => null;
}

/// <summary>An incident was opened; the war room has all of it.</summary>
public sealed record IncidentOpened(string Code, string Source, EventSeverity Level, string Text, string Suggestion, string Reproduce, string Fingerprint, JsonNode? Evidence = null) : RunEvent
{
    /// <inheritdoc />
    public override EventSeverity Severity => Level;

    /// <inheritdoc />
    public override string Subsystem => Source;

    /// <inheritdoc />
    public override string Message => $"incident {Code}: {Text}";
}

/// <summary>Anything else that a reader should know.</summary>
public sealed record Notice(string Source, EventSeverity Level, string Text) : RunEvent
{
    /// <inheritdoc />
    public override EventSeverity Severity => Level;

    /// <inheritdoc />
    public override string Subsystem => Source;

    /// <inheritdoc />
    public override string Message => Text;
}

/// <summary>A phase has ended: <c>completed</c>, <c>cancelled</c>, or <c>failed</c> with its cause. Completed says nothing about its gates.</summary>
/// <param name="Phase">The phase.</param>
/// <param name="Outcome"><c>completed</c>, <c>cancelled</c> or <c>failed</c>.</param>
/// <param name="DurationMs">Wall time in milliseconds.</param>
/// <param name="Cause">Why it failed; null otherwise.</param>
/// <param name="ExitCode">The exit code that the failure asks for; null otherwise.</param>
public sealed record PhaseEnded(string Phase, string Outcome, long DurationMs, string? Cause = null, int? ExitCode = null) : RunEvent
{
    /// <inheritdoc />
    public override EventSeverity Severity => Outcome == "completed" ? EventSeverity.Info : EventSeverity.Error;

    /// <inheritdoc />
    public override string Subsystem => Phase;

    /// <inheritdoc />
    public override string Message => Cause is null ? $"{Phase} {Outcome} in {DurationMs} ms" : $"{Phase} {Outcome} after {DurationMs} ms: {Cause}";
}

/// <summary>A phase of the plan did not run; its gates have no data.</summary>
public sealed record PhaseSkipped(string Phase, string Reason) : RunEvent
{
    /// <inheritdoc />
    public override EventSeverity Severity => EventSeverity.Warning;

    /// <inheritdoc />
    public override string Subsystem => Phase;

    /// <inheritdoc />
    public override string Message => $"{Phase} skipped: {Reason}";
}

/// <summary>The snapshot is sealed and immutable from here on.</summary>
public sealed record SnapshotSealed(string Path, string Seal, string? Root, long Sessions, long Steps) : RunEvent
{
    /// <inheritdoc />
    public override string Subsystem => "runner";

    /// <inheritdoc />
    public override string Message => $"snapshot sealed: {Path} ({Sessions} sessions, {Steps} steps)";
}

/// <summary>The result file is written; the journal keeps its digest.</summary>
public sealed record ResultSealed(string Path, string Sha256) : RunEvent
{
    /// <inheritdoc />
    public override string Subsystem => "runner";

    /// <inheritdoc />
    public override string? Message => null;
}

/// <summary>The last event of every run.</summary>
public sealed record RunEnded(string Status, int ExitCode, double? DeterminismScore, string? Cause = null) : RunEvent
{
    /// <inheritdoc />
    public override EventSeverity Severity => Status is "PASS" ? EventSeverity.Info : Status is "WARN" ? EventSeverity.Warning : EventSeverity.Error;

    /// <inheritdoc />
    public override string Subsystem => "runner";

    /// <inheritdoc />
    public override string Message => Status == "ERROR" ? $"Run failed: {Cause}" : $"Run completed with status {Status}{(Cause is null ? "" : $": {Cause}")}";
}
