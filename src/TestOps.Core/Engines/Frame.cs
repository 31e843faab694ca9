namespace TestOps.Core.Engines;

/// <summary>A piece of a body, with the nanoseconds from the call's start to its arrival.</summary>
public readonly record struct Frame(long AtNs, ReadOnlyMemory<byte> Data);
