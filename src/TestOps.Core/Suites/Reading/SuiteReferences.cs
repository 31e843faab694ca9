namespace TestOps.Core.Suites.Reading;

/// <summary>Names declared and names referred to; what refers to nothing is reported when the whole file is read, so that order does not matter.</summary>
internal sealed class SuiteReferences
{
    private readonly Dictionary<ReferenceKind, SortedSet<string>> _declared = [];
    private readonly List<(SuiteValue At, string Name, ReferenceKind[] Kinds)> _required = [];

    public void Declare(ReferenceKind kind, string name)
    {
        if (!_declared.TryGetValue(kind, out var names))
        {
            names = new SortedSet<string>(StringComparer.Ordinal);
            _declared.Add(kind, names);
        }

        names.Add(name);
    }

    /// <summary>Says that the value <paramref name="at"/> names something of one of the <paramref name="kinds"/>.</summary>
    public void Require(SuiteValue at, string name, params ReferenceKind[] kinds) => _required.Add((at, name, kinds));

    public void Check()
    {
        foreach (var (at, name, kinds) in _required)
        {
            var known = kinds.SelectMany(kind => _declared.GetValueOrDefault(kind) ?? []).Distinct(StringComparer.Ordinal).ToList();
            if (known.Contains(name, StringComparer.Ordinal) || IsConsequence(at, kinds, known.Count))
            {
                continue;
            }

            var words = string.Join(" or ", kinds.Select(Word));
            var hint = kinds[0] == ReferenceKind.Variable && SuiteKeys.Of("engine").Any(key => key.Name == name)
                ? $"in an environment '{name}' overrides engine.{name}; give the variable another name"
                : Nearest.Hint(name, known, $"the suite has no {words}; add one");
            at.Problem($"'{name}' is no {words} of this suite", hint);
        }
    }

    /// <summary>Scenarios that could not be read are reported already; that nothing can be found in them is no second problem.</summary>
    private static bool IsConsequence(SuiteValue at, ReferenceKind[] kinds, int known)
        => known == 0 && kinds[0] is ReferenceKind.Scenario or ReferenceKind.Step or ReferenceKind.Call && !at.Context.Problems.IsEmpty;

    private static string Word(ReferenceKind kind) => kind switch
    {
        ReferenceKind.Scenario => "scenario",
        ReferenceKind.Step => "step",
        ReferenceKind.Call => "call",
        ReferenceKind.DataSource => "data source (sim.data)",
        ReferenceKind.Variable => "variable of an environment (environments)",
        _ => "kept value",
    };
}
