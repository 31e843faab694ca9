namespace TestOps.Core.Traces;

/// <summary>What the head says of the trace.</summary>
/// <param name="File">Name of the file.</param>
/// <param name="FileSha256">SHA-256 of its bytes, lower-case hex.</param>
/// <param name="Sessions">Recorded sessions.</param>
/// <param name="Steps">Recorded steps.</param>
/// <param name="Bytes">Uncompressed bytes.</param>
/// <param name="Root">Root digest over the sessions' digests, lower-case hex.</param>
public sealed record TraceSummary(string File, string FileSha256, long Sessions, long Steps, long Bytes, string Root);
