using System.Text.Json;
using Microsoft.AspNetCore.HostFiltering;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Microsoft.OpenApi;
using TestOps.Core.Phases;
using TestOps.Core.Runs;
using TestOps.Server.Access;
using TestOps.Server.Health;
using TestOps.Server.Problems;
using TestOps.Server.Reference;
using TestOps.Server.Runs;
using TestOps.Server.Snapshots;
using TestOps.Server.Streaming;
using TestOps.Server.Suites;

namespace TestOps.Server.Hosting;

/// <summary>Registers the TestOps API.</summary>
public static class TestOpsServices
{
    /// <summary>The name under which the OpenAPI document is served: <c>/openapi/v1.json</c>.</summary>
    internal const string DocumentName = "v1";

    internal const string CorsPolicy = "testops";

    /// <summary>
    /// Adds what <see cref="TestOpsEndpoints.MapTestOps"/> maps. It sets the application's JSON to snake_case, as the API needs, adds OpenAPI and CORS, and a hosted service that ends
    /// runs in good order: give <see cref="HostOptions.ShutdownTimeout"/> more time than <see cref="RunQueueOptions.FinishFor"/> and twice <see cref="RunQueueOptions.DrainFor"/>.
    /// </summary>
    public static IServiceCollection AddTestOps(this IServiceCollection services, TestOpsServerOptions options)
    {
        services.AddRouting();
        services.AddLogging();
        services.ConfigureHttpJsonOptions(json =>
        {
            json.SerializerOptions.PropertyNamingPolicy = JsonNamingPolicy.SnakeCaseLower;
            json.SerializerOptions.NumberHandling = System.Text.Json.Serialization.JsonNumberHandling.Strict;
        });
        services.AddProblemDetails();
        services.AddExceptionHandler<ErrorBoundary>();
        if (options.AllowedHosts is { } hosts)
        {
            // Not otherwise: an application that embeds us may have names of its own (AllowedHosts of its configuration), which would give way to ours.
            services.Configure<HostFilteringOptions>(filter =>
            {
                filter.AllowedHosts = [.. hosts];
                filter.IncludeFailureMessage = false;
            });
        }

        var origins = new OriginPolicy(options.CorsOrigins);
        services.AddCors(cors => cors.AddPolicy(CorsPolicy, policy => policy.SetIsOriginAllowed(origins.Allows).WithMethods("GET", "POST").AllowAnyHeader().WithExposedHeaders("Location", "Retry-After")));
        services.AddOpenApi(DocumentName, openApi =>
        {
            openApi.OpenApiVersion = OpenApiSpecVersion.OpenApi3_1;
            openApi.AddDocumentTransformer<ProblemSchema>();
            openApi.AddOperationTransformer<NotesTransformer>();
        });
        services.AddSingleton(options);
        services.AddSingleton(origins);
        services.AddSingleton<OriginFilter>();
        AddRuns(services, options);
        AddEndpoints(services, options);
        return services;
    }

    private static void AddRuns(IServiceCollection services, TestOpsServerOptions options)
    {
        var time = options.Runner.Time;
        services.TryAddSingleton(time);
        services.AddSingleton(options.Runs);
        services.AddSingleton(options.Streams);
        services.AddSingleton(provider => new FeedHub(options.Runner.Store, options.Streams, time, provider.GetRequiredService<ILogger<FeedHub>>()));
        services.AddSingleton(provider => Observed(options.Runner, provider.GetRequiredService<FeedHub>()));
        services.AddSingleton(provider => provider.GetRequiredService<RunnerEnvironment>().Store);
        services.AddSingleton<RunExecutor>();
        services.AddSingleton<RunQueue>();
        services.AddSingleton<IActiveRuns>(provider => provider.GetRequiredService<RunQueue>());
        services.AddSingleton<OrderBaseline>();
        services.AddSingleton<RunLauncher>();
        services.AddSingleton<RunAdoption>();
        services.AddSingleton<RunBoard>();
        services.AddSingleton<RunHistory>();
        services.AddSingleton<RunResults>();
        services.AddHostedService<RunHost>();
    }

    private static void AddEndpoints(IServiceCollection services, TestOpsServerOptions options)
    {
        services.AddSingleton(options.Suites);
        services.AddSingleton(options.Unlock);
        services.AddSingleton(options.Snapshots);
        services.AddSingleton(options.SnapshotTools);
        services.AddSingleton(provider => new TestingLock(options.Unlock, provider.GetRequiredService<IActiveRuns>(), options.UnlockFor, options.Runner.Time));
        services.AddSingleton<PhraseLimiter>();
        services.AddSingleton<EngineProbe>();
        services.AddSingleton<AccessEndpoints>();
        services.AddSingleton<RunEndpoints>();
        services.AddSingleton<StreamEndpoint>();
        services.AddSingleton<SuiteEndpoints>();
        services.AddSingleton<SnapshotEndpoints>();
        services.AddSingleton(provider => new HealthEndpoints(provider.GetRequiredService<EngineProbe>(), options.Suites, options.Unlock, () => provider.GetRequiredService<RunQueue>().IsOpen));
    }

    // Journals that announce what they committed, and one load at a time.
    private static RunnerEnvironment Observed(RunnerEnvironment runner, FeedHub hub)
    {
        var turn = new SemaphoreSlim(1, 1);
        return runner with
        {
            Store = new ObservedRunStore(runner.Store, hub),
            Phases = [.. runner.Phases.Select(phase => phase.Name == "load" ? (IPhase)new ExclusivePhase(phase, turn) : phase)],
        };
    }
}
