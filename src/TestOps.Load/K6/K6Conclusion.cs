using System.Globalization;
using TestOps.Core.WarRoom;
using TestOps.Load.Reporting;

namespace TestOps.Load.K6;

/// <summary>What an end of k6 says of the load (docs/reference/load.md has this table). Its exit code alone says little: k6 ends with 0 whatever an engine without thresholds does.</summary>
/// <param name="Holds">Whether the load ran as the script asked: true, false where the script itself says that it failed, null where the load proves nothing.</param>
/// <param name="Words">What happened.</param>
/// <param name="Code">Code of the incident; null for none.</param>
internal sealed record K6Conclusion(bool? Holds, string Words, string? Code)
{
    private const int SignalBase = 128;
    private const int ThresholdsCrossed = 99;

    /// <summary>The conclusion from an exit code that k6 chose itself.</summary>
    public static K6Conclusion OfExitCode(int exitCode) => exitCode switch
    {
        0 => new(true, "it ran to its end", null),
        97 or 98 => new(null, "k6's cloud ended it", IncidentCodes.LoadToolFailed),
        ThresholdsCrossed => new(true, "it ran to its end and crossed thresholds", null),
        100 => new(null, "setup() took too long", IncidentCodes.LoadScriptFailed),
        101 => new(null, "teardown() took too long", IncidentCodes.LoadScriptFailed),
        102 => new(null, "a step of k6 took too long", IncidentCodes.LoadToolFailed),
        103 => new(null, "somebody stopped k6 by its REST interface", IncidentCodes.LoadToolFailed),
        104 => new(null, "k6 refused the script's options", IncidentCodes.LoadScriptFailed),
        105 => new(null, "k6 was interrupted by a signal that TestOps did not send", IncidentCodes.LoadToolFailed),
        106 => new(null, "k6 could not bind the address of its REST interface", IncidentCodes.LoadToolFailed),
        107 => new(null, "the script threw outside of an iteration", IncidentCodes.LoadScriptFailed),
        108 => new(null, "the script aborted the load", IncidentCodes.LoadScriptFailed),
        109 => new(null, "k6 crashed", IncidentCodes.LoadToolFailed),
        110 => new(false, "the script marked the load as failed", IncidentCodes.LoadScriptFailed),
        255 => new(null, "k6 did not take its command line, or could not open a file", IncidentCodes.LoadToolFailed),
        > SignalBase => new(null, string.Create(CultureInfo.InvariantCulture, $"k6 was killed by signal {exitCode - SignalBase}"), IncidentCodes.LoadToolFailed),
        _ => new(null, "k6 ended with a code that it does not document", IncidentCodes.LoadToolFailed),
    };

    /// <summary>The conclusion from everything that is known.</summary>
    public static K6Conclusion Of(K6Outcome outcome)
    {
        if (outcome.Ending == K6Ending.Overdue)
        {
            return new(null, "k6 did not come to its end and was stopped", IncidentCodes.LoadToolFailed);
        }

        var conclusion = OfExitCode(outcome.ExitCode);
        return conclusion.Holds == true && outcome.Summary is null
            ? new(null, "k6 wrote no summary, so that its figures and verdicts are not known", IncidentCodes.LoadToolFailed)
            : outcome.ExitCode == ThresholdsCrossed && outcome.Summary!.Verdicts.Values.All(static holds => holds)
            ? new(false, "k6 says that thresholds were crossed, and its summary names none", IncidentCodes.LoadToolFailed)
            : outcome.ExitCode == ThresholdsCrossed && outcome.Log.AbortedBy is not null ? conclusion with { Words = "a threshold with abortOnFail ended it early" }
            : conclusion;
    }

    /// <summary>The gates of the driver: how k6 ended, whether iterations threw.</summary>
    public static IEnumerable<LoadGate> Gates(K6Outcome outcome)
    {
        var conclusion = Of(outcome);
        yield return new LoadGate("k6", conclusion.Holds, How(outcome), "exit code 0 or 99, and a summary", conclusion.Holds == true ? null : Sentence(conclusion, outcome));
        yield return new LoadGate(
            "exceptions",
            outcome.Log.IterationExceptions == 0 ? true : null,
            Count(outcome.Log.IterationExceptions),
            "0",
            outcome.Log.FirstException is { } first ? $"an iteration that throws counts as complete, and what it did not reach was not tested; the first: {first}" : null);
    }

    /// <summary>What is told besides.</summary>
    public static IEnumerable<LoadWarning> Warnings(K6Outcome outcome)
    {
        var conclusion = Of(outcome);
        if (conclusion.Code is { } code)
        {
            var text = $"{How(outcome)}: {Sentence(conclusion, outcome)}";
            yield return new LoadWarning(code, text, ("reason", text), ("tool", "k6"), ("cause", conclusion.Words));
        }

        if (outcome.Log.IterationExceptions > 0)
        {
            var text = $"{Count(outcome.Log.IterationExceptions)} iterations of the script threw; the first: {outcome.Log.FirstException}";
            yield return new LoadWarning(IncidentCodes.LoadScriptFailed, text, ("reason", text), ("tool", "k6"), ("cause", "iterations threw"));
        }

        if (outcome.Log.SummaryFailure is { } failure)
        {
            var text = $"handleSummary() of the script threw, so that what it would have written is missing: {failure}";
            yield return new LoadWarning(IncidentCodes.LoadScriptFailed, text, ("reason", text), ("tool", "k6"), ("cause", "handleSummary threw"));
        }
    }

    private static string How(K6Outcome outcome) =>
        outcome.ExitCode is > SignalBase and < 255 ? $"k6 ended by signal {Count(outcome.ExitCode - SignalBase)}" : $"k6 ended with exit code {Count(outcome.ExitCode)}";

    private static string Sentence(K6Conclusion conclusion, K6Outcome outcome) =>
        outcome.Log.Errors.Count == 0 ? conclusion.Words : $"{conclusion.Words}: {outcome.Log.Errors[0]}";

    private static string Count(long number) => number.ToString(CultureInfo.InvariantCulture);
}
