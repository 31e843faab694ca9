namespace TestOps.Load.K6;

/// <summary>What matters of k6's log while it runs: exceptions of the script are counted, and the first errors kept. One caller at a time.</summary>
internal sealed class K6Log
{
    /// <summary>How the wrapper says that the script's own <c>handleSummary</c> threw.</summary>
    public const string SummaryThrew = "TestOps: handleSummary of the script threw: ";

    private const int ErrorsMax = 5;
    private const int TextMax = 500;
    private readonly List<string> _errors = [];

    /// <summary>Exceptions of iterations. k6 counts such an iteration as complete and ends with 0.</summary>
    public long IterationExceptions { get; private set; }

    /// <summary>The first of them; null without any.</summary>
    public string? FirstException { get; private set; }

    /// <summary>Why the script's own summary is missing; null where it is not.</summary>
    public string? SummaryFailure { get; private set; }

    /// <summary>The metrics whose thresholds ended the load early, as k6 says it; null where none did.</summary>
    public string? AbortedBy { get; private set; }

    /// <summary>The first errors that are not exceptions of iterations.</summary>
    public IReadOnlyList<string> Errors => _errors;

    /// <summary>Takes a line.</summary>
    public void Add(string line)
    {
        if (K6LogLine.Parse(line) is not { } record)
        {
            return;
        }

        if (record.IsException && record.Scenario is not null)
        {
            IterationExceptions++;
            FirstException ??= Shorten(record.Message);
        }
        else if (record.IsException && record.Message.Contains("handleSummary", StringComparison.Ordinal))
        {
            SummaryFailure ??= Shorten(record.Message);
        }
        else if (record.Source == "console")
        {
            SummaryFailure ??= record.Message.StartsWith(SummaryThrew, StringComparison.Ordinal) ? Shorten(record.Message[SummaryThrew.Length..]) : null;
        }
        else if (record.Level is "error" or "fatal" or "panic")
        {
            AbortedBy ??= record.Message.Contains("abortOnFail", StringComparison.Ordinal) ? record.Message : null;
            if (_errors.Count < ErrorsMax)
            {
                _errors.Add(Shorten(record.Message));
            }
        }
    }

    private static string Shorten(string text)
    {
        var plain = text.Trim().ReplaceLineEndings(" ").Replace("\t", " ", StringComparison.Ordinal);
        return plain.Length <= TextMax ? plain : plain[..TextMax] + "...";
    }
}
