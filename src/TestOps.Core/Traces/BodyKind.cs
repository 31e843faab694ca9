namespace TestOps.Core.Traces;

/// <summary>Kinds of recorded body.</summary>
public enum BodyKind
{
    /// <summary>No body.</summary>
    None,

    /// <summary>Canonical JSON.</summary>
    Json,

    /// <summary>UTF-8 text that is not JSON.</summary>
    Text,

    /// <summary>Bytes that are not UTF-8.</summary>
    Binary,

    /// <summary>A body of any of these kinds of which only digests were kept.</summary>
    Hashed,
}
