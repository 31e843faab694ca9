namespace TestOps.Core.Journaling;

/// <summary>A committed event: its number within the run (1..n, without gaps) and the wall time of its append.</summary>
public sealed record JournalEntry(long Sequence, DateTimeOffset Timestamp, RunEvent Event);
