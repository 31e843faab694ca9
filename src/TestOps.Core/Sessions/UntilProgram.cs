using System.Globalization;
using TestOps.Core.Determinism;
using TestOps.Core.Expectations;
using TestOps.Core.Suites;
using TestOps.Core.Verdicts;

namespace TestOps.Core.Sessions;

/// <summary>A compiled poll: the value that decides, and its times in nanoseconds.</summary>
internal sealed class UntilProgram
{
    /// <summary>Name of its check.</summary>
    public const string Check = GateIds.CheckOfUntil;

    private readonly JsonPointer _at;
    private readonly ConditionList _conditions;

    private UntilProgram(JsonPointer at, ConditionList conditions)
    {
        _at = at;
        _conditions = conditions;
    }

    public required long EveryNs { get; init; }

    public required long TimeoutNs { get; init; }

    public static UntilProgram Compile(UntilSpec spec) =>
        JsonPointer.TryParse(spec.At, out var at, out var problem)
            ? new UntilProgram(at, ConditionList.Compile(Check, spec.Conditions)) { EveryNs = (long)spec.Every.TotalNanoseconds, TimeoutNs = (long)spec.Timeout.TotalNanoseconds }
            : throw new ArgumentException($"until: {problem}", nameof(spec));

    /// <summary>Judges an answer.</summary>
    public CheckOutcome Judge(ReplyBody body) =>
        _conditions.Judge(body.Root.ValueKind != System.Text.Json.JsonValueKind.Undefined && _at.TryEvaluate(body.Root, out var value) ? Subject.Of(value) : Subject.Absent);

    /// <summary>The check of the step: an answer that does not fit was the last that the time allowed.</summary>
    public CheckOutcome JudgeLast(ReplyBody body, int attempts, long elapsedNs)
    {
        var outcome = Judge(body);
        return outcome.Passed
            ? outcome
            : CheckOutcome.Fail(
                string.Create(CultureInfo.InvariantCulture, $"{_at} to be {outcome.Expected} within {TimeoutNs / 1e9:0.###} s"),
                string.Create(CultureInfo.InvariantCulture, $"{outcome.Actual} at last, after {attempts} {(attempts == 1 ? "attempt" : "attempts")} in {elapsedNs / 1e9:0.###} s"));
    }
}
