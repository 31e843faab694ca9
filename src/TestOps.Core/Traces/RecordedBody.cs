namespace TestOps.Core.Traces;

/// <summary>A body and how to read it.</summary>
public readonly record struct RecordedBody(BodyKind Kind, ReadOnlyMemory<byte> Bytes);
