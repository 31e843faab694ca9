using System.Net;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using TestOps.Server.Problems;
using TestOps.Server.Tests.Rig;

namespace TestOps.Server.Tests.Reference;

public sealed partial class OpenApiTests
{
    [Fact]
    public async Task Document_IsOfVersion31AndDescribesExactlyTheCallsThatAreMapped()
    {
        await using var world = await new ServerWorld().StartAsync();
        var document = await DocumentAsync(world);

        ((string?)document["openapi"]).Should().StartWith("3.1.");
        var described = document["paths"]!.AsObject().SelectMany(path => path.Value!.AsObject().Select(operation => $"{operation.Key.ToUpperInvariant()} {path.Key}"));
        var mapped = world.Endpoints.Where(endpoint => endpoint.RoutePattern.RawText is not ("/openapi/{documentName}.json" or "/reference"))
            .SelectMany(endpoint => endpoint.Metadata.OfType<Microsoft.AspNetCore.Routing.HttpMethodMetadata>().Single().HttpMethods.Select(method => $"{method} {endpoint.RoutePattern.RawText!.TrimEnd('/')}"));
        described.Should().BeEquivalentTo(mapped);
    }

    [Fact]
    public async Task Document_EveryOperation_HasASummaryAnAnswerAndItsProblems()
    {
        await using var world = await new ServerWorld().StartAsync();
        foreach (var (name, operation) in Operations(await DocumentAsync(world)))
        {
            ((string?)operation["summary"]).Should().NotBeNullOrWhiteSpace(name);
            var answers = operation["responses"]!.AsObject();
            answers.Should().Contain(answer => answer.Key.StartsWith('2'), name);
            foreach (var (status, answer) in answers.Where(answer => !answer.Key.StartsWith('2')))
            {
                var content = answer!["content"]!["application/problem+json"]!;
                ((string?)content["schema"]!["$ref"]).Should().Be("#/components/schemas/Problem", $"{name} {status}");
                ((int)content["example"]!["status"]!).ToString(System.Globalization.CultureInfo.InvariantCulture).Should().Be(status);
            }

            if (operation["requestBody"] is { } body)
            {
                body["content"]!["application/json"]!["example"].Should().NotBeNull(name);
            }
        }
    }

    [Fact]
    public async Task Answers_OfTheFlow_HaveTheMembersThatTheDocumentPromises()
    {
        await using var world = await new ServerWorld().StartAsync();
        var document = await DocumentAsync(world);
        var runId = await world.RunAsync();
        await world.EndOfAsync(runId);

        foreach (var (path, template) in ((string, string)[])[($"/tests/status/{runId}", "/tests/status/{run_id}"), ("/tests/history", "/tests/history"), ("/suites", "/suites"), ("/suites/first", "/suites/{name}"), ("/engine_health", "/engine_health"),
            ("/health/live", "/health/live"), ("/health/ready", "/health/ready"), ("/snapshots", "/snapshots"), ($"/snapshots/{runId}", "/snapshots/{run_id}"), ($"/snapshots/{runId}/verify", "/snapshots/{run_id}/verify")])
        {
            var response = await world.GetAsync(path);
            response.StatusCode.Should().Be(HttpStatusCode.OK, path);
            var schema = Resolve(document, document["paths"]![template]!["get"]!["responses"]!["200"]!["content"]!["application/json"]!["schema"]!);
            (await ServerWorld.JsonOf(response)).Select(member => member.Key).Should().BeEquivalentTo(schema["properties"]!.AsObject().Select(member => member.Key), path);
        }
    }

    [Fact]
    public async Task Problems_AreTheOnesOfTheReference()
    {
        var documented = Row().Matches(await File.ReadAllTextAsync(Repository.PathOf("docs/reference/api.md"))).Select(row => (row.Groups["code"].Value, int.Parse(row.Groups["status"].Value, System.Globalization.CultureInfo.InvariantCulture)));
        await using var world = await new ServerWorld().StartAsync();
        var answered = Operations(await DocumentAsync(world)).SelectMany(operation => operation.Operation["responses"]!.AsObject())
            .Where(answer => !answer.Key.StartsWith('2')).SelectMany(answer => ((string)answer.Value!["description"]!).Split("; ").Select(kind => (kind.Split(':')[0], int.Parse(answer.Key, System.Globalization.CultureInfo.InvariantCulture))));

        documented.Should().OnlyHaveUniqueItems();
        answered.Distinct().Should().BeSubsetOf(documented);
    }

    [Fact]
    public async Task Page_OfTheReference_FetchesNothingFromElsewhere()
    {
        await using var world = await new ServerWorld().StartAsync(unlock: false);

        var response = await world.GetAsync("/reference");

        response.Content.Headers.ContentType!.MediaType.Should().Be("text/html");
        response.Headers.GetValues("Content-Security-Policy").Single().Should().Contain("default-src 'none'").And.Contain("connect-src 'self'");
        (await response.Content.ReadAsStringAsync()).Should().NotContain("http://").And.NotContain("https://").And.Contain("/openapi/v1.json");
    }

    private static IEnumerable<(string Name, JsonObject Operation)> Operations(JsonObject document) =>
        from path in document["paths"]!.AsObject()
        from operation in path.Value!.AsObject()
        select ($"{operation.Key} {path.Key}", operation.Value!.AsObject());

    private static JsonNode Resolve(JsonObject document, JsonNode schema) =>
        (string?)schema["$ref"] is { } reference ? document["components"]!["schemas"]![reference.Split('/')[^1]]! : schema;

    private static async Task<JsonObject> DocumentAsync(ServerWorld world) => await ServerWorld.JsonOf(await world.GetAsync("/openapi/v1.json"));

    [GeneratedRegex(@"^\| `(?<code>[a-z-]+)` \| (?<status>\d{3}) \|", RegexOptions.Multiline)]
    private static partial Regex Row();
}
