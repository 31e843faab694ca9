using TestOps.Cli;
using TestOps.Core;
using TestOps.Server.Hosting;

// An application of one's own with the TestOps API beside its calls: dotnet run -- --urls http://127.0.0.1:5000 --suite my-suite.yaml
try
{
    await ServeAsync(args);
    return 0;
}
catch (TestOpsException problem)
{
    // A suite with mistakes, a data folder that cannot be opened: all that is wrong, and what to do.
    await Console.Error.WriteLineAsync($"{problem.Message}\n  what to do: {problem.Hint}");
    return (int)problem.ExitCode;
}

static async Task ServeAsync(string[] args)
{
    var builder = WebApplication.CreateBuilder(args);
    var suites = builder.Configuration["suite"] is { } suite ? new[] { suite } : [];
    await using var testops = await TestOpsHost.OpenAsync(new TestOpsHostOptions { Suites = suites }, CancellationToken.None);

    // Clients that come for another name are refused, as by testops serve. Runs under way have time to end in good order.
    var server = testops.Server with { AllowedHosts = ["localhost", "127.0.0.1"] };
    builder.Services.AddTestOps(server);
    builder.Services.Configure<HostOptions>(host => host.ShutdownTimeout = server.Runs.FinishFor + (3 * server.Runs.DrainFor));
    builder.WebHost.ConfigureKestrel(TestOpsKestrel.Configure);

    var app = builder.Build();
    app.MapTestOps();
    app.MapGet("/", () => "The application's own page. Its tests: /reference");
    await app.RunAsync();
}
