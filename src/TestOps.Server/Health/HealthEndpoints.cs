using System.Text.Json.Nodes;
using Microsoft.AspNetCore.Http;
using TestOps.Core.Runs;
using TestOps.Server.Problems;
using TestOps.Server.Suites;

namespace TestOps.Server.Health;

/// <summary><c>/engine_health</c>, <c>/health/live</c> and <c>/health/ready</c>. They work while testing is locked.</summary>
internal sealed class HealthEndpoints(EngineProbe probe, ISuiteCatalogue catalogue, IUnlockStore store, Func<bool> takesRuns)
{
    public async Task<IResult> EngineAsync(string? suite, HttpContext context)
    {
        var health = await probe.AskAsync(SuiteLookup.Find(catalogue, suite), context.RequestAborted);
        if (health.EngineOk)
        {
            return TypedResults.Ok(new EngineHealthBody(true, health.Version, health.LatencyEstimateMs));
        }

        var detail = new JsonObject { ["engine_ok"] = false, ["version"] = health.Version, ["latency_estimate_ms"] = health.LatencyEstimateMs };
        return new ProblemResult(ProblemKind.EngineUnhealthy, detail) { Hint = health.Cause, RetryAfter = (int)EngineProbe.KeepFor.TotalSeconds };
    }

    public static IResult Live() => TypedResults.Ok(new HealthBody("live"));

    /// <summary>Ready: the store answers and new runs are taken.</summary>
    public async Task<IResult> ReadyAsync(HttpContext context)
    {
        await store.FindUnlockAsync(context.RequestAborted);
        return takesRuns() ? TypedResults.Ok(new HealthBody("ready")) : throw new ApiProblemException(ProblemKind.ShuttingDown, "the server is shutting down") { RetryAfter = 10 };
    }
}
