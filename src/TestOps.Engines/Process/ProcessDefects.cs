namespace TestOps.Engines.Process;

/// <summary>Stable names of the ways in which an engine breaks the protocol. Each has a row in docs/reference/process-protocol.md.</summary>
public static class ProcessDefects
{
    /// <summary>A line that is no JSON object: most often a log line.</summary>
    public const string NotJson = "not-json";

    /// <summary>A line that is not UTF-8.</summary>
    public const string NotUtf8 = "not-utf8";

    /// <summary>A line beyond the limit.</summary>
    public const string LineTooLong = "line-too-long";

    /// <summary>A member that is given twice.</summary>
    public const string DuplicateMember = "duplicate-member";

    /// <summary>A member that the protocol does not have.</summary>
    public const string UnknownMember = "unknown-member";

    /// <summary>A member that must be there, and is not.</summary>
    public const string MissingMember = "missing-member";

    /// <summary>A member of the wrong type, or outside of its limits.</summary>
    public const string BadValue = "bad-value";

    /// <summary>A <c>type</c> that the protocol does not have.</summary>
    public const string UnknownType = "unknown-type";

    /// <summary>An id that no call has.</summary>
    public const string UnknownId = "unknown-id";

    /// <summary>A second answer to one call.</summary>
    public const string AnsweredTwice = "answered-twice";

    /// <summary>A second hello, or an answer before the first one.</summary>
    public const string OutOfTurn = "out-of-turn";

    /// <summary>A protocol that TestOps does not speak.</summary>
    public const string UnknownProtocol = "unknown-protocol";

    /// <summary>More frames, or more calls never answered, than the limit.</summary>
    public const string TooMany = "too-many";

    /// <summary>No line was read from standard input within the limit of a call.</summary>
    public const string NotReading = "not-reading";

    /// <summary>All of them, in the order of the page.</summary>
    public static IReadOnlyList<string> All { get; } =
    [
        NotJson, NotUtf8, LineTooLong, DuplicateMember, UnknownMember, MissingMember, BadValue, UnknownType, UnknownId, AnsweredTwice, OutOfTurn, UnknownProtocol, TooMany, NotReading,
    ];
}
