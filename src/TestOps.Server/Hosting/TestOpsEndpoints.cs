using System.Text.Json.Nodes;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;
using TestOps.Server.Access;
using TestOps.Server.Health;
using TestOps.Server.Problems;
using TestOps.Server.Reference;
using TestOps.Server.Runs;
using TestOps.Server.Snapshots;
using TestOps.Server.Suites;

namespace TestOps.Server.Hosting;

/// <summary>Maps the TestOps API (docs/reference/api.md).</summary>
public static class TestOpsEndpoints
{
    /// <summary>
    /// Maps every call of the API to <paramref name="app"/>, with problem documents for all that is refused, and for addresses at which nothing is. Calls that the application has besides keep their own
    /// failures, host names and origins. <see cref="TestOpsServices.AddTestOps"/> comes first.
    /// </summary>
    public static WebApplication MapTestOps(this WebApplication app)
    {
        app.UseExceptionHandler();
        app.UseStatusCodePages(StatusPages.WriteAsync);
        if (app.Services.GetRequiredService<TestOpsServerOptions>().AllowedHosts is not null)
        {
            app.UseHostFiltering();
        }

        // For our endpoints, which ask for it, and for refusals that are no endpoint's. What the application has besides is not for pages of this machine only because ours is; that goes for preflights
        // above all, which routing gives to an endpoint of ours, and else to none.
        app.UseCors();
        app.UseWhen(static context => context.GetEndpoint() is not RouteEndpoint && !HttpMethods.IsOptions(context.Request.Method), static refused => refused.UseCors(TestOpsServices.CorsPolicy));
        var all = app.MapGroup("").AddEndpointFilter<ProblemFilter>().RequireCors(TestOpsServices.CorsPolicy).WithMetadata(new ApiEndpoint());
        all.AddEndpointFilter(app.Services.GetRequiredService<OriginFilter>().InvokeAsync);
        var tests = all.MapGroup("/tests").AddEndpointFilter(new LockFilter(app.Services.GetRequiredService<TestingLock>()).InvokeAsync);
        MapAccess(all, app.Services.GetRequiredService<AccessEndpoints>());
        MapStarts(tests, app.Services.GetRequiredService<RunEndpoints>());
        MapRuns(tests, app.Services.GetRequiredService<RunEndpoints>(), app.Services.GetRequiredService<StreamEndpoint>());
        MapSuites(all.MapGroup("/suites"), app.Services.GetRequiredService<SuiteEndpoints>());
        MapSnapshots(all.MapGroup("/snapshots"), app.Services.GetRequiredService<SnapshotEndpoints>(), app.Services.GetRequiredService<TestingLock>());
        MapHealth(all, app.Services.GetRequiredService<HealthEndpoints>());
        app.MapOpenApi().RequireCors(TestOpsServices.CorsPolicy).WithMetadata(new ApiEndpoint());
        all.MapGet("/reference", (Delegate)ReferencePage.Get).ExcludeFromDescription();
        return app;
    }

    private static void MapAccess(RouteGroupBuilder all, AccessEndpoints access)
    {
        all.MapPost("/begin", (Delegate)access.BeginAsync).Takes<BeginBody>(isOptional: false).Produces<LockBody>().Describe(
            "begin", "access", "Unlocks testing", [.. Bodies, ProblemKind.PhraseInvalid, ProblemKind.OriginRefused, ProblemKind.PhraseRateLimited, ProblemKind.StoreUnavailable]);
        all.MapPost("/end", (Delegate)access.EndAsync).Produces<LockBody>().Describe(
            "end", "access", "Locks testing; refused under an active run", [ProblemKind.OriginRefused, ProblemKind.RunActive, ProblemKind.StoreUnavailable]);
    }

    private static void MapStarts(RouteGroupBuilder tests, RunEndpoints runs)
    {
        ProblemKind[] problems = [.. Locked, ProblemKind.OriginRefused, .. Bodies, ProblemKind.SuiteNotFound, ProblemKind.ParameterInvalid, ProblemKind.SuiteInvalid, ProblemKind.KeyReused, ProblemKind.QueueFull, ProblemKind.ShuttingDown, ProblemKind.EnvironmentFailure];
        tests.MapPost("/run", (HttpContext context, [FromHeader(Name = "Idempotency-Key")] string? key) => runs.RunAsync(context, key))
            .Takes<RunBody>(isOptional: true).Produces<StartedBody>(StatusCodes.Status202Accepted)
            .Describe("run", "runs", "Starts a run of the default or a named suite", problems);
        tests.MapPost("/run_all", (HttpContext context, [FromHeader(Name = "Idempotency-Key")] string? key) => runs.RunAllAsync(context, key))
            .Takes<RunBody>(isOptional: true).Produces<StartedBody>(StatusCodes.Status202Accepted)
            .Describe("run_all", "runs", "The same with the suite's extra phases", problems);
    }

    private static void MapRuns(RouteGroupBuilder tests, RunEndpoints runs, StreamEndpoint stream)
    {
        ProblemKind[] found = [.. Locked, ProblemKind.RunNotFound];
        tests.MapGet("/status/{run_id}", ([FromRoute(Name = "run_id")] string runId, HttpContext context) => runs.StatusAsync(runId, context))
            .Produces<RunStatusBody>().Describe("status", "runs", "Where a run stands, and its log so far", found);
        tests.MapGet("/stream/{run_id}", ([FromRoute(Name = "run_id")] string runId, string? format, [FromQuery(Name = "last_event_id")] string? lastEventId, [FromHeader(Name = "Last-Event-ID")] string? lastEventIdHeader, HttpContext context) => stream.StreamAsync(runId, format, context))
            .Produces<string>(contentType: "text/event-stream").Produces(StatusCodes.Status204NoContent)
            .Describe("stream", "runs", "The events of a run as they are committed (server-sent events); 204 where there is nothing more", [.. found, ProblemKind.ParameterInvalid]);
        tests.MapGet("/result/{run_id}", ([FromRoute(Name = "run_id")] string runId, HttpContext context) => runs.ResultAsync(runId, context))
            .Produces<ResultBody>().Describe("result", "runs", "Verdict, measurements and replay score of a run that has ended", [.. Locked, ProblemKind.RunNotFound, ProblemKind.ResultsNotFound, ProblemKind.SnapshotCorrupt]);
        tests.MapPost("/cancel/{run_id}", ([FromRoute(Name = "run_id")] string runId, HttpContext context) => runs.CancelAsync(runId, context))
            .Produces<CancelBody>(StatusCodes.Status202Accepted)
            .Describe("cancel", "runs", "Drains a run; a second call stops it at once", [.. found, ProblemKind.RunFinished, ProblemKind.RunElsewhere, ProblemKind.OriginRefused]);
        tests.MapGet("/history", (HttpContext context, string? limit, string? before, string? status, string? suite, string? trigger) => runs.HistoryAsync(context, limit, before, status, suite, trigger))
            .Produces<HistoryBody>().Describe("history", "runs", "Runs, newest first, by cursor", [.. Locked, ProblemKind.ParameterInvalid]);
    }

    private static void MapSuites(RouteGroupBuilder suites, SuiteEndpoints endpoints)
    {
        suites.MapGet("", endpoints.List).Produces<SuiteListBody>().Describe("suites", "suites", "The registered suites, the default first", []);
        suites.MapGet("/{name}", endpoints.Show).Produces<SuiteBody>().Describe("suite", "suites", "A suite as it is written", [ProblemKind.SuiteNotFound, ProblemKind.SuiteInvalid, ProblemKind.EnvironmentFailure]);
        suites.MapGet("/{name}/plan", endpoints.Plan).Produces<JsonObject>(StatusCodes.Status200OK, "application/json", "text/plain")
            .Describe("plan", "suites", "What a run of the suite would do and cost; format=text for people", [ProblemKind.ParameterInvalid, ProblemKind.SuiteNotFound, ProblemKind.SuiteInvalid, ProblemKind.EnvironmentFailure]);
    }

    private static void MapSnapshots(RouteGroupBuilder snapshots, SnapshotEndpoints endpoints, TestingLock testingLock)
    {
        ProblemKind[] found = [ProblemKind.SnapshotNotFound, ProblemKind.SnapshotCorrupt, ProblemKind.StoreUnavailable];
        ProblemKind[] compared = [.. found, ProblemKind.SnapshotWithoutTrace, ProblemKind.SnapshotBusy, ProblemKind.ShuttingDown];
        snapshots.MapGet("", (HttpContext context, string? before) => endpoints.ListAsync(context, before)).Produces<SnapshotListBody>()
            .Describe("snapshots", "snapshots", "Runs that left a snapshot, newest first, by cursor", [ProblemKind.ParameterInvalid, ProblemKind.StoreUnavailable]);
        snapshots.MapGet("/{run_id}", ([FromRoute(Name = "run_id")] string runId) => endpoints.Show(runId)).Produces<SnapshotBody>().Describe("snapshot", "snapshots", "The head of a snapshot, and its files", found);
        snapshots.MapGet("/{run_id}/files/{file}", ([FromRoute(Name = "run_id")] string runId, string file) => endpoints.File(runId, file)).Produces<string>(StatusCodes.Status200OK, "application/octet-stream", "application/json")
            .Describe("snapshot_file", "snapshots", "One file of a snapshot, byte for byte", found);
        snapshots.MapGet("/{run_id}/verify", ([FromRoute(Name = "run_id")] string runId, string? deep, HttpContext context) => endpoints.VerifyAsync(runId, deep, context)).Produces<VerifyBody>()
            .Describe("verify", "snapshots", "Checks a snapshot offline; deep=true computes all of it anew", [.. found, ProblemKind.SnapshotBusy, ProblemKind.ShuttingDown, ProblemKind.ParameterInvalid]);
        snapshots.MapGet("/{run_id}/diff/{other_run_id}", ([FromRoute(Name = "run_id")] string runId, [FromRoute(Name = "other_run_id")] string otherRunId, HttpContext context) => endpoints.DiffAsync(runId, otherRunId, context))
            .Produces<ComparisonBody>().Describe("diff", "snapshots", "Compares the recorded answers of two snapshots; no engine is called", compared);
        snapshots.MapPost("/{run_id}/replay", ([FromRoute(Name = "run_id")] string runId, HttpContext context) => endpoints.ReplayAsync(runId, context))
            .AddEndpointFilter(new LockFilter(testingLock).InvokeAsync).Takes<ReplayWishes>(isOptional: true).Produces<ReplayBody>()
            .Describe("replay", "snapshots", "Drives the recorded engine again and compares its answers", [.. Locked, ProblemKind.OriginRefused, .. Bodies, .. compared, ProblemKind.RunActive, ProblemKind.SuiteInvalid, ProblemKind.EnvironmentFailure]);
    }

    private static void MapHealth(RouteGroupBuilder all, HealthEndpoints health)
    {
        all.MapGet("/engine_health", (string? suite, HttpContext context) => health.EngineAsync(suite, context)).Produces<EngineHealthBody>()
            .Describe("engine_health", "health", "Asks the engine of a suite how it is; works while testing is locked", [ProblemKind.SuiteNotFound, ProblemKind.EngineUnhealthy]);
        all.MapGet("/health/live", HealthEndpoints.Live).Produces<HealthBody>().Describe("live", "health", "The process answers", []);
        all.MapGet("/health/ready", (Delegate)health.ReadyAsync).Produces<HealthBody>()
            .Describe("ready", "health", "The store answers and new runs are taken", [ProblemKind.ShuttingDown, ProblemKind.StoreUnavailable]);
    }

    private static ProblemKind[] Bodies => [ProblemKind.BodyMalformed, ProblemKind.BodyTooLarge, ProblemKind.BodyInvalid];

    private static ProblemKind[] Locked => [ProblemKind.TestingLocked, ProblemKind.StoreUnavailable];
}
