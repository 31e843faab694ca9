namespace TestOps.Core.Snapshots;

/// <summary>File names of a run's evidence.</summary>
public static class SnapshotNames
{
    /// <summary>The head: <c>{run_id}.json</c>.</summary>
    public static string Head(RunId runId) => $"{runId}.json";

    /// <summary>The trace: <c>{run_id}.trace.jsonl.zst</c>.</summary>
    public static string Trace(RunId runId) => $"{runId}.trace.jsonl.zst";

    /// <summary>The record of replay <paramref name="number"/>: <c>{run_id}.replay-N.json</c>.</summary>
    public static string Replay(RunId runId, int number) => string.Create(System.Globalization.CultureInfo.InvariantCulture, $"{runId}.replay-{number}.json");

    /// <summary>The result: <c>{run_id}.result.json</c>.</summary>
    public static string Result(RunId runId) => $"{runId}.result.json";

    /// <summary>The number in the name of a replay record; null for another file.</summary>
    public static int? ReplayNumber(RunId runId, string fileName)
    {
        var prefix = $"{runId}.replay-";
        return fileName.StartsWith(prefix, StringComparison.Ordinal) && fileName.EndsWith(".json", StringComparison.Ordinal)
            && int.TryParse(fileName.AsSpan(prefix.Length, Math.Max(0, fileName.Length - prefix.Length - ".json".Length)), System.Globalization.NumberStyles.None, System.Globalization.CultureInfo.InvariantCulture, out var number)
            && number > 0 && Replay(runId, number) == fileName
            ? number
            : null;
    }
}
