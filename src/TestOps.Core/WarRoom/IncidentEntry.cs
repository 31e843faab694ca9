using TestOps.Core.Journaling;

namespace TestOps.Core.WarRoom;

/// <summary>
/// What the catalogue knows of a code. Templates hold <c>{facts}</c>; a part in <c>[...]</c> is left out when one of its facts is missing. Facts of a
/// suggestion stand in such parts only.
/// </summary>
public sealed record IncidentEntry
{
    /// <summary>The code: <c>SIM.CHECK_FAILED</c>.</summary>
    public required string Code { get; init; }

    /// <summary>What it means, one clause.</summary>
    public required string Title { get; init; }

    /// <summary>Error where a gate or a phase is lost, warning where someone should look.</summary>
    public required EventSeverity Severity { get; init; }

    /// <summary>What to do, in the order in which to do it.</summary>
    public required string Suggestion { get; init; }

    /// <summary>Commands that show it again, the most exact first; the first whose facts are all known is given. The last one needs no fact.</summary>
    public required IReadOnlyList<string> Reproduce { get; init; }

    /// <summary>Facts that tell one incident of this code from another, besides code, source and suite: what fails, never by how much or in which run.</summary>
    public IReadOnlyList<string> Identity { get; init; } = [];
}
