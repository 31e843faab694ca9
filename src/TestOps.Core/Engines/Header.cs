namespace TestOps.Core.Engines;

/// <summary>One header line. Names compare without case.</summary>
public readonly record struct Header(string Name, string Value);
