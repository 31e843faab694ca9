namespace TestOps.Core.Suites.Reading;

/// <summary>The catalogue of keys that <see cref="SuiteReader"/> knows: the reader takes no other, and the reference page lists each of them.</summary>
public static partial class SuiteKeys
{
    private static readonly IReadOnlyDictionary<string, IReadOnlyList<SuiteKey>> BySection;

    static SuiteKeys()
    {
        All = [.. Root(), .. Engine(), .. Sim(), .. Steps(), .. Checks(), .. Load(), .. Replay(), .. Trace()];
        Sections = [.. All.Select(static key => key.Section).Distinct(StringComparer.Ordinal)];
        BySection = Sections.ToDictionary(
            static section => section,
            static section => (IReadOnlyList<SuiteKey>)[.. All.Where(key => key.Section == section)],
            StringComparer.Ordinal);
    }

    /// <summary>All keys, section by section.</summary>
    public static IReadOnlyList<SuiteKey> All { get; }

    /// <summary>The sections in the order of the page; the empty one is the file itself.</summary>
    public static IReadOnlyList<string> Sections { get; }

    /// <summary>The keys of a section, in the order of the page.</summary>
    /// <exception cref="KeyNotFoundException">There is no such section.</exception>
    public static IReadOnlyList<SuiteKey> Of(string section) => BySection[section];

    private static SuiteKey Key(string section, string name, string type, string fallback, string limit, string meaning)
        => new(section, name, type, fallback, limit, meaning, IsReserved: false);

    private static SuiteKey Later(string section, string name, string hint) => new(section, name, "", "", "", hint, IsReserved: true);
}
