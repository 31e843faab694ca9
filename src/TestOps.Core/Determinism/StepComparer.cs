using System.Globalization;
using System.Text;
using TestOps.Core.Engines;
using TestOps.Core.Traces;

namespace TestOps.Core.Determinism;

/// <summary>
/// Compares a replayed step with the recorded one by structure and locates each difference. Where no tolerance applies and both sides have an answer, it finds
/// nothing exactly when the <see cref="CompareDigest"/>s are equal.
/// </summary>
public static class StepComparer
{
    /// <summary>Compares in document order. Call it in step order: it feeds both sides' tokens (again, where a digest did before; that changes nothing).</summary>
    /// <exception cref="System.Text.Json.JsonException">A body is said to be JSON, but is not.</exception>
    public static StepComparison Compare(StepRecord expected, StepRecord actual, StepMasks masks, SessionTokens expectedTokens, SessionTokens actualTokens) =>
        Compare(expected, actual, masks, expectedTokens, actualTokens, new DivergenceList());

    /// <summary>The same, but every divergence is listed, with its whole values: as much memory as the answers differ.</summary>
    /// <exception cref="System.Text.Json.JsonException">A body is said to be JSON, but is not.</exception>
    public static StepComparison CompareWhole(StepRecord expected, StepRecord actual, StepMasks masks, SessionTokens expectedTokens, SessionTokens actualTokens) =>
        Compare(expected, actual, masks, expectedTokens, actualTokens, new DivergenceList(isComplete: true));

    private static StepComparison Compare(StepRecord expected, StepRecord actual, StepMasks masks, SessionTokens expectedTokens, SessionTokens actualTokens, DivergenceList divergences)
    {
        var leaves = masks.CountLeaves(expected.Body);
        expected = masks.Observe(expected, expectedTokens);
        actual = masks.Observe(actual, actualTokens);
        if (expected.IsSkipped != actual.IsSkipped && expected.Failure is null && actual.Failure is null)
        {
            CompareSkips(divergences, expected, actual);
            return new StepComparison(divergences.Listed, divergences.Count, leaves, false);
        }

        var hasFailure = expected.Failure is not null || actual.Failure is not null;
        CompareSteps(divergences, expected, actual);
        if (!masks.ComparesChecksOnly)
        {
            CompareRequests(divergences, expected, actual);
        }

        if (!hasFailure && masks.ComparesChecksOnly)
        {
            CompareChecks(divergences, expected.Checks, actual.Checks);
        }
        else if (!hasFailure)
        {
            CompareHeads(divergences, expected, actual);
            new BodyComparer(divergences, expectedTokens, actualTokens).Compare(expected.Body, actual.Body, masks, "#body");
            CompareChecks(divergences, expected.Checks, actual.Checks);
            CompareTimes(divergences, expected, actual);
        }

        return new StepComparison(divergences.Listed, divergences.Count, leaves, hasFailure);
    }

    // Nothing else of the two can be compared: one of them was never made.
    private static void CompareSkips(DivergenceList divergences, StepRecord expected, StepRecord actual)
    {
        CompareTexts(divergences, "#name", expected.Name, actual.Name);
        const string skipped = "skipped by its condition";
        if (actual.IsSkipped)
        {
            divergences.AddTexts("#step", DivergenceClass.Missing, "made", skipped);
        }
        else
        {
            divergences.AddTexts("#step", DivergenceClass.Extra, skipped, "made");
        }
    }

    private static void CompareSteps(DivergenceList divergences, StepRecord expected, StepRecord actual)
    {
        CompareTexts(divergences, "#scenario", expected.Scenario, actual.Scenario);
        CompareNumbers(divergences, "#step", DivergenceClass.Value, expected.Step, actual.Step);
        CompareTexts(divergences, "#name", expected.Name, actual.Name);
    }

    private static void CompareRequests(DivergenceList divergences, StepRecord expected, StepRecord actual)
    {
        CompareTexts(divergences, "#request/method", expected.Method, actual.Method);
        CompareTexts(divergences, "#request/path", expected.Path, actual.Path);
        CompareHeaders(divergences, "#request/header", expected.RequestHeaders, actual.RequestHeaders);
        var tokens = new SessionTokens();
        new BodyComparer(divergences, tokens, tokens, "#request/body").Compare(expected.RequestBody, actual.RequestBody, StepMasks.None, "#request/body");
    }

    private static void CompareHeads(DivergenceList divergences, StepRecord expected, StepRecord actual)
    {
        CompareNumbers(divergences, "#status", DivergenceClass.Status, expected.Status, actual.Status);
        CompareTexts(divergences, "#content-type", expected.ContentType, actual.ContentType);
        CompareHeaders(divergences, "#header", expected.Headers, actual.Headers);
    }

    private static void CompareHeaders(DivergenceList divergences, string prefix, IReadOnlyList<Header> expected, IReadOnlyList<Header> actual)
    {
        var left = 0;
        var right = 0;
        while (left < expected.Count || right < actual.Count)
        {
            var order = left == expected.Count ? 1 : right == actual.Count ? -1 : string.CompareOrdinal(Name(expected[left]), Name(actual[right]));
            var pointer = Place(prefix, Name(order > 0 ? actual[right] : expected[left]));
            CompareTexts(divergences, pointer, order <= 0 ? expected[left].Value : null, order >= 0 ? actual[right].Value : null);
            left += order <= 0 ? 1 : 0;
            right += order >= 0 ? 1 : 0;
        }
    }

    private static void CompareChecks(DivergenceList divergences, IReadOnlyList<RecordedCheck> expected, IReadOnlyList<RecordedCheck> actual)
    {
        for (var i = 0; i < Math.Max(expected.Count, actual.Count); i++)
        {
            if (i >= expected.Count)
            {
                divergences.AddTexts(Place("#check", actual[i].Name), DivergenceClass.Extra, null, Result(actual[i]));
            }
            else if (i >= actual.Count)
            {
                divergences.AddTexts(Place("#check", expected[i].Name), DivergenceClass.Missing, Result(expected[i]), null);
            }
            else if (expected[i] != actual[i])
            {
                var isRenamed = expected[i].Name != actual[i].Name;
                divergences.AddTexts(
                    Place("#check", expected[i].Name), DivergenceClass.Check, Result(expected[i]), isRenamed ? $"{actual[i].Name}: {Result(actual[i])}" : Result(actual[i]));
            }
        }
    }

    private static void CompareTimes(DivergenceList divergences, StepRecord expected, StepRecord actual)
    {
        CompareTexts(divergences, "#time", Clock(expected), Clock(actual));
        if (expected.IsVirtualTime && actual.IsVirtualTime)
        {
            CompareNumbers(divergences, "#time/start_ns", DivergenceClass.Value, expected.StartNs, actual.StartNs);
            CompareNumbers(divergences, "#time/elapsed_ns", DivergenceClass.Value, expected.ElapsedNs, actual.ElapsedNs);
        }
    }

    private static void CompareTexts(DivergenceList divergences, string pointer, string? expected, string? actual)
    {
        if (expected != actual)
        {
            var @class = expected is null ? DivergenceClass.Extra : actual is null ? DivergenceClass.Missing : DivergenceClass.Value;
            divergences.AddTexts(pointer, @class, expected, actual);
        }
    }

    private static void CompareNumbers(DivergenceList divergences, string pointer, DivergenceClass @class, long expected, long actual)
    {
        if (expected != actual)
        {
            divergences.Add(
                pointer, @class, Encoding.UTF8.GetBytes(expected.ToString(CultureInfo.InvariantCulture)), Encoding.UTF8.GetBytes(actual.ToString(CultureInfo.InvariantCulture)));
        }
    }

    private static string Place(string prefix, string name)
    {
        var pointer = new JsonPointerBuilder(prefix);
        pointer.Append(name);
        return pointer.ToString();
    }

    private static string Name(Header header) => header.Name.ToLowerInvariant();

    private static string Result(RecordedCheck check) => check.Passed ? "passed" : "failed";

    private static string Clock(StepRecord record) => record.IsVirtualTime ? "virtual" : "wall";
}
