using System.Collections;
using System.Diagnostics.CodeAnalysis;
using TestOps.Core.Engines;

namespace TestOps.Core.Sessions;

/// <summary>Response headers by lower-case name, several lines joined by <c>, </c>; looked up only where an expression asks.</summary>
internal sealed class ReplyHeaders(IReadOnlyList<Header> headers) : IReadOnlyDictionary<string, string>
{
    public static readonly IReadOnlyDictionary<string, string> None = new Dictionary<string, string>();

    private SortedDictionary<string, string>? _byName;

    public int Count => ByName.Count;

    public IEnumerable<string> Keys => ByName.Keys;

    public IEnumerable<string> Values => ByName.Values;

    private SortedDictionary<string, string> ByName => _byName ??= Read();

    public string this[string key] => ByName[key];

    /// <summary>The lookup over <paramref name="headers"/>, which are not even counted before somebody asks.</summary>
    public static IReadOnlyDictionary<string, string> Of(IReadOnlyList<Header> headers) => headers is Header[] { Length: 0 } ? None : new ReplyHeaders(headers);

    public bool ContainsKey(string key) => ByName.ContainsKey(key);

    public bool TryGetValue(string key, [MaybeNullWhen(false)] out string value) => ByName.TryGetValue(key, out value);

    public IEnumerator<KeyValuePair<string, string>> GetEnumerator() => ByName.GetEnumerator();

    IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();

    private SortedDictionary<string, string> Read()
    {
        var byName = new SortedDictionary<string, string>(StringComparer.Ordinal);
        foreach (var header in headers)
        {
            var name = header.Name.ToLowerInvariant();
            byName[name] = byName.TryGetValue(name, out var known) ? $"{known}, {header.Value}" : header.Value;
        }

        return byName;
    }
}
