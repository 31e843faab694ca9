namespace TestOps.Benchmarks.Streams;

/// <summary>What many clients of a stream saw.</summary>
/// <param name="Received">Events received by all.</param>
/// <param name="Wrong">Events lost or repeated: ids that were not the next one.</param>
/// <param name="Reconnects">How often clients came back.</param>
/// <param name="Least">Events of the client that saw least.</param>
/// <param name="Most">Events of the client that saw most.</param>
/// <param name="P50">Median of the milliseconds from before the append to receipt.</param>
/// <param name="P99">99th percentile.</param>
/// <param name="Max">The longest.</param>
/// <param name="CommitP50">Median of the milliseconds from the commit to receipt.</param>
/// <param name="CommitP99">99th percentile of those.</param>
internal sealed record StreamOutcome(long Received, long Wrong, long Reconnects, int Least, int Most, double P50, double P99, double Max, double CommitP50, double CommitP99);
