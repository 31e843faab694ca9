namespace TestOps.Server.Runs;

/// <summary>Answer of the calls that start a run.</summary>
internal sealed record StartedBody(string RunId, string Status);
