namespace TestOps.Engines.Process;

/// <summary>What an engine says of itself when it is ready.</summary>
/// <param name="Protocol">The protocol that it speaks.</param>
/// <param name="Name">Its name.</param>
/// <param name="Version">Its version; null where it does not say.</param>
/// <param name="Concurrency">How many calls it takes at a time.</param>
public sealed record EngineHello(string Protocol, string Name, string? Version, int Concurrency);
