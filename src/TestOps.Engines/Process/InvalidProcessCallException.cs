namespace TestOps.Engines.Process;

/// <summary>A call that no line can carry; it never leaves the engine's client, which answers a failure.</summary>
internal sealed class InvalidProcessCallException(string message) : Exception(message);
