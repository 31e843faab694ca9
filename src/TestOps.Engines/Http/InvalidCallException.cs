namespace TestOps.Engines.Http;

/// <summary>A call that cannot be put on the wire; becomes a failure of the call.</summary>
internal sealed class InvalidCallException(string message) : Exception(message);
