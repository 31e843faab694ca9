namespace TestOps.Core.Expectations;

/// <summary>The result of a check.</summary>
/// <param name="Passed">Whether it held.</param>
/// <param name="Expected">What was expected, at most 200 characters; null if it passed.</param>
/// <param name="Actual">What was seen, at most 200 characters; null if it passed.</param>
public readonly record struct CheckOutcome(bool Passed, string? Expected, string? Actual)
{
    private const int MaxLength = 200;

    /// <summary>A check that held.</summary>
    public static CheckOutcome Pass => new(true, null, null);

    /// <summary>A check that failed; texts longer than 200 characters are shortened.</summary>
    public static CheckOutcome Fail(string expected, string actual) => new(false, Shorten(expected), Shorten(actual));

    /// <summary><c>expected &gt;= 0.5, was 0.31</c>; <c>passed</c> for a check that held.</summary>
    public override string ToString() => Passed ? "passed" : $"expected {Expected}, was {Actual}";

    private static string Shorten(string text)
    {
        if (text.Length <= MaxLength)
        {
            return text;
        }

        // A pair of surrogates is not torn.
        var kept = MaxLength - 3;
        return $"{text[..(char.IsHighSurrogate(text[kept - 1]) ? kept - 1 : kept)]}...";
    }
}
