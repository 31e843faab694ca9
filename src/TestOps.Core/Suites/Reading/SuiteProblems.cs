namespace TestOps.Core.Suites.Reading;

/// <summary>Collects the problems of one suite: at most 200, then a last one says that more were left out.</summary>
internal sealed class SuiteProblems
{
    private const int CountMax = 200;
    private readonly List<SuiteProblem> _problems = [];

    /// <summary>All problems that were reported, those beyond the limit too.</summary>
    public int Count { get; private set; }

    public bool IsEmpty => Count == 0;

    public void Add(string path, int line, string message, string hint)
    {
        Count++;
        if (_problems.Count < CountMax)
        {
            _problems.Add(new SuiteProblem(path, line, OneLine(message), OneLine(hint)));
        }
    }

    public IReadOnlyList<SuiteProblem> InOrder()
    {
        var ordered = _problems.Distinct().OrderBy(static problem => problem.Line).ToList();
        if (Count > CountMax)
        {
            ordered.Add(new SuiteProblem("suite", 0, $"more than {CountMax} problems, the rest is left out", "mend these first"));
        }

        return ordered;
    }

    /// <summary>A problem is one line, whatever the value seen holds.</summary>
    private static string OneLine(string text) => text.Any(char.IsControl) ? string.Concat(text.Select(static c => char.IsControl(c) ? ' ' : c)) : text;
}
