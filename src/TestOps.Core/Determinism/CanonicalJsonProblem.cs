namespace TestOps.Core.Determinism;

/// <summary>Why bytes have no canonical form.</summary>
/// <param name="Reason">What is wrong, with the value seen and the limit.</param>
/// <param name="BytePosition">Where, in bytes from 0.</param>
public sealed record CanonicalJsonProblem(string Reason, int BytePosition)
{
    /// <summary><c>byte n: reason</c>.</summary>
    public override string ToString() => $"byte {BytePosition}: {Reason}";
}
