using System.Collections.Frozen;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json.Nodes;
using TestOps.Core.Journaling;

namespace TestOps.Core.WarRoom;

/// <summary>The documented remediation of each incident code (docs/reference/incidents.md).</summary>
public static class IncidentCatalogue
{
    private const int FingerprintBytes = 8;

    /// <summary>Every entry, in the order of the documentation.</summary>
    public static IReadOnlyList<IncidentEntry> Entries { get; } =
        [.. SimIncidents.Entries, .. LoadIncidents.Entries, .. ReplayIncidents.Entries, .. EngineIncidents.Entries, .. CallIncidents.Entries, .. EnvironmentIncidents.Entries, .. RunIncidents.Entries];

    private static readonly FrozenDictionary<string, IncidentEntry> ByCode = Entries.ToFrozenDictionary(entry => entry.Code, StringComparer.Ordinal);

    /// <summary>Whether the catalogue has an entry for the code.</summary>
    public static bool Contains(string code) => ByCode.ContainsKey(code);

    /// <summary>
    /// Opens an incident: severity, suggestion and reproduce command of <paramref name="code"/>, filled with <paramref name="facts"/>, which are its
    /// evidence, too. A fact that is missing leaves its part out. A code that the catalogue does not know has the fact <c>hint</c> for its
    /// suggestion, else neutral texts.
    /// </summary>
    /// <param name="code">One of <see cref="IncidentCodes"/>, or a code of an added phase.</param>
    /// <param name="source">Who opens it: <c>sim load replay runner</c> or the phase's name.</param>
    /// <param name="text">What went wrong, one sentence.</param>
    /// <param name="facts">For example <c>suite</c>, <c>seed</c>, <c>session</c>: docs/reference/incidents.md.</param>
    public static IncidentOpened Open(string code, string source, string text, IReadOnlyDictionary<string, string> facts)
    {
        var entry = ByCode.GetValueOrDefault(code) ?? RunIncidents.OfAddedPhase(code, facts.ContainsKey("hint"));
        var suggestion = IncidentTemplate.Fill(entry.Suggestion, Unsaid(facts, text), IncidentTemplate.AsText)
            ?? throw new InvalidOperationException($"The suggestion of {code} has a fact outside of [...].");
        var reproduce = entry.Reproduce.Select(template => IncidentTemplate.Fill(template, facts, IncidentTemplate.AsShellWord)).OfType<string>().First();
        return new IncidentOpened(code, source, entry.Severity, text, suggestion, reproduce, Fingerprint(entry, source, facts), Evidence(facts));
    }

    // Message and suggestion are read together: a reason that the first has told word for word is left out of the second.
    private static IReadOnlyDictionary<string, string> Unsaid(IReadOnlyDictionary<string, string> facts, string text) =>
        facts.TryGetValue("reason", out var reason) && text.Contains(reason, StringComparison.Ordinal)
            ? facts.Where(static fact => fact.Key != "reason").ToDictionary(StringComparer.Ordinal)
            : facts;

    // What repeats have in common: code, source, the suite's file (not the path to it, which differs between machines) and what the entry names.
    private static string Fingerprint(IncidentEntry entry, string source, IReadOnlyDictionary<string, string> facts)
    {
        var identity = new StringBuilder().Append(entry.Code).Append('\n').Append(source);
        if (facts.TryGetValue("suite", out var suite))
        {
            identity.Append("\nsuite=").Append(suite.AsSpan(suite.AsSpan().LastIndexOfAny('/', '\\') + 1));
        }

        foreach (var name in entry.Identity)
        {
            if (facts.TryGetValue(name, out var fact))
            {
                identity.Append('\n').Append(name).Append('=').Append(fact);
            }
        }

        return Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(identity.ToString())).AsSpan(0, FingerprintBytes));
    }

    private static JsonObject? Evidence(IReadOnlyDictionary<string, string> facts) => facts.Count == 0
        ? null
        : new JsonObject(facts.OrderBy(fact => fact.Key, StringComparer.Ordinal).Select(fact => KeyValuePair.Create(fact.Key, (JsonNode?)fact.Value)));
}
