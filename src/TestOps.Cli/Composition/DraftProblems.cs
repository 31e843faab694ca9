using TestOps.Core.Planning;
using TestOps.Core.Suites;
using TestOps.Core.Suites.Reading;
using TestOps.Load.Baselines;
using TestOps.Load.Thresholds;

namespace TestOps.Cli.Composition;

/// <summary>
/// What else is wrong with a suite whose text has problems: files that it names beside itself and their rows, uploads, thresholds, gates against a baseline. Told together with those of the text, so
/// that one round of mending is enough. What needs the whole suite (names that must exist, caps, budgets) waits for the plan.
/// </summary>
internal static class DraftProblems
{
    /// <summary>The problems of the text and of what it names, in the order of the file.</summary>
    public static IReadOnlyList<SuiteProblem> Of(SuiteReading reading, Func<string, byte[]> open)
    {
        if (reading.Draft is not { } draft)
        {
            return reading.Problems;
        }

        var further = Data(draft, open).Concat(Uploads(draft, open)).Concat(draft.Load is { } load ? [.. ThresholdValidator.Validate(load), .. AgainstValidator.Validate(load)] : Array.Empty<SuiteProblem>());
        var located = SuiteLines.Locate(draft.SourceText, [.. further]).Where(problem => !reading.Problems.Any(told => IsBelow(problem.Path, told.Path)));
        return [.. reading.Problems.Concat(located).OrderBy(static problem => problem.Line)];
    }

    private static IEnumerable<SuiteProblem> Data(Suite draft, Func<string, byte[]> open) =>
        from source in (draft.Sim?.Data.Values ?? []).OrderBy(static source => source.Name, StringComparer.Ordinal)
        where IsBeside(source.File)
        from problem in Rows(source, open)
        select problem;

    private static IReadOnlyList<SuiteProblem> Rows(DataSourceSpec source, Func<string, byte[]> open)
    {
        try
        {
            return DataTableReader.Parse(source, open(source.File)).Problems;
        }
        catch (SuiteUnreadableException missing)
        {
            return [new SuiteProblem($"sim.data.{source.Name}.file", 0, missing.Message, "put the file beside the suite, or mend its name")];
        }
    }

    private static IEnumerable<SuiteProblem> Uploads(Suite draft, Func<string, byte[]> open)
    {
        foreach (var file in SuiteFiles.Of(draft).Where(IsBeside))
        {
            string? missing = null;
            try
            {
                open(file);
            }
            catch (SuiteUnreadableException unreadable)
            {
                missing = unreadable.Message;
            }

            if (missing is not null)
            {
                yield return new SuiteProblem("sim", 0, missing, "put it beside the suite, or mend its name");
            }
        }
    }

    // A name that leads elsewhere is one of the text's problems, and nothing elsewhere is opened for it.
    private static bool IsBeside(string file) => file.Length > 0 && !System.IO.Path.IsPathRooted(file) && !file.Split('/').Any(static part => part is "" or "." or "..");

    private static bool IsBelow(string path, string told) => told.Length > 0 && path.StartsWith(told, StringComparison.Ordinal) && (path.Length == told.Length || path[told.Length] is '.' or '[');
}
