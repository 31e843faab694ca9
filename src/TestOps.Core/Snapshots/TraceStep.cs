using TestOps.Core.Traces;

namespace TestOps.Core.Snapshots;

/// <summary>A line of the trace, read back.</summary>
/// <param name="Record">The record; its memory belongs to the line.</param>
/// <param name="Covered">The bytes that <see cref="Raw"/> covers.</param>
/// <param name="Compare">Compare digest, 32 bytes.</param>
/// <param name="Raw">Raw digest, 32 bytes.</param>
public readonly record struct TraceStep(StepRecord Record, ReadOnlyMemory<byte> Covered, byte[] Compare, byte[] Raw);
