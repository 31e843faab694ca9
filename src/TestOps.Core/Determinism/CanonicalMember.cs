namespace TestOps.Core.Determinism;

/// <summary>Where a member stands in the output (key with its quotes, then colon and value) and where its key stood in the input.</summary>
internal readonly record struct CanonicalMember(int Start, int KeyEnd, int End, int InputPosition);
