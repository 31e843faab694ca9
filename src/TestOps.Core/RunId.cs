using System.Diagnostics.CodeAnalysis;

namespace TestOps.Core;

/// <summary>Identifies a run: a UUIDv7, printed in lower case with hyphens, so that ids sort by time.</summary>
public readonly record struct RunId(Guid Value) : IComparable<RunId>
{
    /// <summary>Reads the printed form; false for anything else.</summary>
    public static bool TryParse([NotNullWhen(true)] string? text, out RunId runId)
    {
        var isId = Guid.TryParseExact(text, "D", out var value);
        runId = new RunId(value);
        return isId;
    }

    /// <inheritdoc />
    public int CompareTo(RunId other) => string.CompareOrdinal(ToString(), other.ToString());

    /// <inheritdoc />
    public override string ToString() => Value.ToString("D");
}
