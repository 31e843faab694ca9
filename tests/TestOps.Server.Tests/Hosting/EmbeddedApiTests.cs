using System.Net;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.HostFiltering;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;
using TestOps.Server.Tests.Rig;

namespace TestOps.Server.Tests.Hosting;

/// <summary>The API in an application that has calls of its own.</summary>
public sealed class EmbeddedApiTests
{
    private const string Page = "http://localhost:5173";

    [Fact]
    public async Task Application_WithCallsOfItsOwn_KeepsTheirFailuresAndOrigins()
    {
        await using var world = new ServerWorld
        {
            Beside = app =>
            {
                app.MapGet("/own/missing", () => TypedResults.NotFound());
                app.MapPost("/own/change", () => TypedResults.Ok());
                app.MapGet("/own/broken", string () => throw new InvalidOperationException("ours"));
            },
        };
        await world.StartAsync();

        using var missing = await AskAsync(world, "/own/missing");
        using var broken = await AskAsync(world, "/own/broken");

        missing.StatusCode.Should().Be(HttpStatusCode.NotFound);
        (await missing.Content.ReadAsStringAsync()).Should().BeEmpty("it said so itself");
        missing.Headers.Contains("Access-Control-Allow-Origin").Should().BeFalse("nobody allowed it for this call");
        broken.StatusCode.Should().Be(HttpStatusCode.InternalServerError);
        (await broken.Content.ReadAsStringAsync()).Should().NotContain("TestOps");
        using var preflight = await world.Client.SendAsync(new HttpRequestMessage(HttpMethod.Options, "/own/change")
        {
            Headers = { { "Origin", Page }, { "Access-Control-Request-Method", "POST" }, { "Access-Control-Request-Headers", "content-type" } },
        });
        preflight.Headers.Contains("Access-Control-Allow-Origin").Should().BeFalse("a page could change something with what the browser sends then");
        using var ours = await AskAsync(world, "/health/live");
        ours.Headers.GetValues("Access-Control-Allow-Origin").Should().Equal(Page);
        using var document = await AskAsync(world, "/openapi/v1.json");
        document.Headers.GetValues("Access-Control-Allow-Origin").Should().Equal(Page);
        await ServerWorld.ProblemOf(await world.GetAsync("/nowhere"), 404, "not-found");
        await ServerWorld.ProblemOf(await world.GetAsync("/begin"), 405, "method-not-allowed");
    }

    [Fact]
    public async Task Application_WithHostNamesOfItsOwn_KeepsThem()
    {
        await using var world = new ServerWorld { Register = services => services.Configure<HostFilteringOptions>(filter => filter.AllowedHosts = ["own.example"]) };
        IReadOnlyList<string>? hosts = null;
        world.Beside = app => hosts = [.. app.Services.GetRequiredService<IOptions<HostFilteringOptions>>().Value.AllowedHosts];

        await world.StartAsync();

        hosts.Should().Equal("own.example");
    }

    private static Task<HttpResponseMessage> AskAsync(ServerWorld world, string path) =>
        world.Client.SendAsync(new HttpRequestMessage(HttpMethod.Get, path) { Headers = { { "Origin", Page } } });
}
