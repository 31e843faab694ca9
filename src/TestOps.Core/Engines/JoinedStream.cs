namespace TestOps.Core.Engines;

/// <summary>Says of a reply that its body is what the events of a stream joined to, not the stream itself: the answer of a record.</summary>
/// <param name="IsWellFormed">Whether the stream was.</param>
/// <param name="Events">Events of the stream.</param>
/// <param name="FirstNs">Nanoseconds from the call's start to the first event; null where there was none.</param>
public sealed record JoinedStream(bool IsWellFormed, long Events, long? FirstNs);
