namespace TestOps.Server.Health;

/// <summary>Answer of <c>/health/live</c> and <c>/health/ready</c>.</summary>
internal sealed record HealthBody(string Status);
