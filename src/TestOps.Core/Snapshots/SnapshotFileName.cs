namespace TestOps.Core.Snapshots;

/// <summary>Which names a snapshot store takes: <c>{run_id}.</c> and a suffix of letters, digits, dots and hyphens. A name that becomes a path is always checked here.</summary>
public static class SnapshotFileName
{
    /// <summary>The most characters of a name.</summary>
    public const int MaxLength = 120;

    private const int RunIdLength = 36;

    /// <summary>Whether the name is one of ours.</summary>
    public static bool IsValid(string fileName) =>
        fileName.Length is > RunIdLength + 1 and <= MaxLength
        && RunId.TryParse(fileName[..RunIdLength], out var runId)
        && fileName.StartsWith(runId + ".", StringComparison.Ordinal)
        && char.IsAsciiLetterOrDigit(fileName[^1])
        && !fileName.Contains("..", StringComparison.Ordinal)
        && fileName.All(c => char.IsAsciiLetterOrDigit(c) || c is '.' or '-');

    /// <summary>Refuses any other name.</summary>
    /// <exception cref="ArgumentException">The name is not one of ours.</exception>
    public static void Check(string fileName)
    {
        if (!IsValid(fileName))
        {
            throw new ArgumentException($"'{fileName}' is no name of a snapshot file: it must be a run id, a dot and a suffix of letters, digits, dots and hyphens, {MaxLength} characters at most.", nameof(fileName));
        }
    }

    /// <summary>Whether a valid name is a file of that run.</summary>
    public static bool BelongsTo(string fileName, RunId runId) => IsValid(fileName) && fileName.StartsWith(runId + ".", StringComparison.Ordinal);
}
