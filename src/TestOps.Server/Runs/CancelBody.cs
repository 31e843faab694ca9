using System.ComponentModel;

namespace TestOps.Server.Runs;

/// <summary>Answer of <c>/tests/cancel/{run_id}</c>.</summary>
internal sealed record CancelBody(string RunId, [property: Description("draining after the first call, stopping after further ones")] string Status);
