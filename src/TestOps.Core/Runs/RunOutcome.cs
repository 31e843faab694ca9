using TestOps.Core.Verdicts;

namespace TestOps.Core.Runs;

/// <summary>How a run ended.</summary>
/// <param name="RunId">The run.</param>
/// <param name="Verdict">Its verdict.</param>
/// <param name="SnapshotPath">Path of the sealed head for people; null where nothing was sealed.</param>
public sealed record RunOutcome(RunId RunId, Verdict Verdict, string? SnapshotPath);
