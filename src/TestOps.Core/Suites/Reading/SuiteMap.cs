namespace TestOps.Core.Suites.Reading;

/// <summary>A mapping whose keys the catalogue knows. Opening it reports unknown and reserved keys.</summary>
internal sealed class SuiteMap
{
    private readonly Dictionary<string, SuiteValue> _values = new(StringComparer.Ordinal);
    private readonly HashSet<string> _notBuilt = new(StringComparer.Ordinal);
    private readonly SuiteValue _self;
    private readonly string _section;

    public SuiteMap(SuiteValue self, MapNode node, string section)
    {
        _self = self;
        _section = section;
        foreach (var entry in node.Entries)
        {
            var value = new SuiteValue(entry.Value, SuitePath.Key(section.Length == 0 ? "" : self.Path, entry.Key), self.Context);
            if (IsKnown(entry, value))
            {
                _values.Add(entry.Key, value);
            }
        }
    }

    private SuiteMap(SuiteMap under, IReadOnlyDictionary<string, SuiteValue> over, SuiteValue self)
    {
        _self = self;
        _section = under._section;
        foreach (var (key, value) in under._values.Where(pair => !over.ContainsKey(pair.Key)).Concat(over.Where(static pair => !pair.Value.IsNull)))
        {
            _values.Add(key, value);
        }
    }

    public SuiteContext Context => _self.Context;

    /// <summary>The keys of the catalogue that this mapping has, in the catalogue's order.</summary>
    public IEnumerable<string> Keys => SuiteKeys.Of(_section).Select(static key => key.Name).Where(_values.ContainsKey);

    /// <summary>
    /// This mapping with other values in place of its own: each key as a whole, and null takes it out. Problems of a value are told where it stands, those of the
    /// mapping at <paramref name="self"/>.
    /// </summary>
    public SuiteMap Overlaid(IReadOnlyDictionary<string, SuiteValue> over, SuiteValue self) => new(this, over, self);

    public void Problem(string message, string hint) => _self.Problem(message, hint);

    /// <summary>Whether a reserved key is given; it is reported already.</summary>
    public bool IsNotBuilt(string key) => _notBuilt.Contains(key);

    public bool Has(string key) => _values.ContainsKey(Known(key));

    public SuiteValue? Find(string key) => _values.GetValueOrDefault(Known(key));

    /// <summary>The value of a key, or the <paramref name="fallback"/> where it is absent.</summary>
    public T Read<T>(string key, T fallback, Func<SuiteValue, T> read) => Find(key) is { } value ? read(value) : fallback;

    /// <summary>The value of a key that must be there; a missing one is a problem, and <paramref name="standIn"/> is returned.</summary>
    public T Need<T>(string key, T standIn, string example, Func<SuiteValue, T> read)
    {
        if (Find(key) is { } value)
        {
            return read(value);
        }

        Problem($"'{key}' is missing", $"add {key}: {example}");
        return standIn;
    }

    /// <summary>Reports each of the <paramref name="keys"/> that is given although it has no meaning here.</summary>
    public void Refuse(string reason, string hint, params ReadOnlySpan<string> keys)
    {
        foreach (var key in keys)
        {
            Find(key)?.Problem($"'{key}' {reason}", hint);
        }
    }

    private string Known(string key)
        => SuiteKeys.Of(_section).Any(known => known.Name == key && !known.IsReserved) ? key : throw new ArgumentException($"The catalogue has no '{_section}.{key}'.", nameof(key));

    private bool IsKnown(MapEntry entry, SuiteValue value)
    {
        var keys = SuiteKeys.Of(_section);
        var known = keys.FirstOrDefault(key => key.Name == entry.Key);
        if (known is null)
        {
            var names = keys.Where(static key => !key.IsReserved).Select(static key => key.Name);
            Context.Problems.Add(value.Path, entry.Line, $"unknown key '{SuitePath.Key("", entry.Key)}'", entry.Key == "<<" ? "merge keys are not supported, write the keys out" : Nearest.Hint(entry.Key, names, "remove it"));
        }
        else if (known.IsReserved)
        {
            Context.Problems.Add(value.Path, entry.Line, $"'{known.Name}' is not built yet", known.Meaning);
            _notBuilt.Add(entry.Key);
        }

        return known is { IsReserved: false };
    }
}
