namespace TestOps.Load.BuiltIn;

/// <summary>Bytes on the wire: headers and TLS included.</summary>
public readonly record struct WireBytes(long Sent, long Received);
