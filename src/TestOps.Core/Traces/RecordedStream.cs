namespace TestOps.Core.Traces;

/// <summary>What was measured of a stream. In how many pieces a text comes is the engine's business, and is never compared.</summary>
/// <param name="Events">Events, the one that ends the stream not among them.</param>
/// <param name="FirstNs">Nanoseconds from the call's start to the first event with a text; null where there was none.</param>
public readonly record struct RecordedStream(long Events, long? FirstNs);
