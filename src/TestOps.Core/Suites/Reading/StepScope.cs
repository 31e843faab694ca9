namespace TestOps.Core.Suites.Reading;

/// <summary>Where the reading of a scenario's steps stands: values kept so far, and the flows that it is in.</summary>
internal sealed class StepScope(HashSet<string>? kept)
{
    private readonly List<string> _flows = [];
    private readonly List<string> _prefixes = [];

    /// <summary>Names of the values kept so far; null where order says nothing.</summary>
    public IReadOnlySet<string>? Kept => kept;

    public bool IsInFlow => _flows.Count > 0;

    /// <summary>The flows from the scenario to here.</summary>
    public IReadOnlyList<string> Flows => _flows;

    /// <summary>The name of a step here: behind those that the uses of its flows have, <c>second-login</c>.</summary>
    public string Named(string name) => _prefixes.Count == 0 || name.Length == 0 ? name : $"{string.Join('-', _prefixes)}-{name}";

    public void Keep(IEnumerable<string> names) => kept?.UnionWith(names);

    public void Enter(string flow, string? prefix)
    {
        _flows.Add(flow);
        if (prefix is { Length: > 0 })
        {
            _prefixes.Add(prefix);
        }
    }

    public void Leave(string? prefix)
    {
        _flows.RemoveAt(_flows.Count - 1);
        if (prefix is { Length: > 0 })
        {
            _prefixes.RemoveAt(_prefixes.Count - 1);
        }
    }
}
