namespace TestOps.Server.Tests.Rig;

/// <summary>A frame of a stream of events.</summary>
internal sealed record SseFrame(string? Id, string? Event, string Data);
