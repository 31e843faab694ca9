using System.Net;
using System.Text.RegularExpressions;
using TestOps.Server.Tests.Rig;

namespace TestOps.Server.Tests.Reference;

public sealed partial class OpenApiTests
{
    /// <summary>What any call may be answered with, and what no described call is.</summary>
    private static readonly string[] General = ["request-malformed", "internal-error", "not-found", "method-not-allowed"];

    [Fact]
    public async Task Document_IsOfVersion31AndDescribesExactlyTheCallsThatAreMapped()
    {
        await using var world = await new ServerWorld().StartAsync();
        var document = await ApiDocument.OfAsync(world);

        ((string?)document.Json["openapi"]).Should().StartWith("3.1.");
        var mapped = world.Endpoints.Where(endpoint => endpoint.RoutePattern.RawText is not ("/openapi/{documentName}.json" or "/reference"))
            .SelectMany(endpoint => endpoint.Metadata.OfType<Microsoft.AspNetCore.Routing.HttpMethodMetadata>().Single().HttpMethods.Select(method => $"{method} {endpoint.RoutePattern.RawText!.TrimEnd('/')}"));
        document.Operations.Select(operation => operation.ToString()).Should().BeEquivalentTo(mapped);
    }

    [Fact]
    public async Task Document_EveryOperation_HasExamplesThatFitItsSchemas()
    {
        await using var world = await new ServerWorld().StartAsync();
        var document = await ApiDocument.OfAsync(world);
        foreach (var operation in document.Operations)
        {
            ((string?)operation.Json["summary"]).Should().NotBeNullOrWhiteSpace(operation.ToString());
            if (operation.BodySchema is { } schema)
            {
                operation.BodyExample.Should().NotBeNull(operation.ToString());
                document.Misfits(operation.BodyExample, schema).Should().BeEmpty(operation.ToString());
            }

            foreach (var parameter in operation.Parameters)
            {
                ((string?)parameter["description"]).Should().NotBeNullOrWhiteSpace($"{operation} {parameter["name"]}");
                document.Misfits(parameter["example"], parameter["schema"]!).Should().BeEmpty($"{operation} {parameter["name"]}");
            }

            operation.Answers.Should().Contain(answer => answer.Key.StartsWith('2'), operation.ToString());
            foreach (var (type, content) in operation.Answers.Where(answer => answer.Key.StartsWith('2')).SelectMany(answer => answer.Value!["content"]?.AsObject() ?? []))
            {
                (content!["example"] is not null || operation.Id == "snapshot_file").Should().BeTrue($"{operation} is answered with {type}");
                if (content["example"] is { } example)
                {
                    document.Misfits(example, content["schema"]!).Should().BeEmpty(operation.ToString());
                }
            }
        }
    }

    [Fact]
    public async Task Document_EveryProblem_HasAnExampleWithItsCodeAndStatus()
    {
        await using var world = await new ServerWorld().StartAsync();
        var document = await ApiDocument.OfAsync(world);
        foreach (var operation in document.Operations)
        {
            operation.Answers.Should().ContainKey("default", operation.ToString());
            foreach (var (status, answer) in operation.Answers.Where(answer => !answer.Key.StartsWith('2')))
            {
                var content = answer!["content"]!["application/problem+json"]!;
                ((string?)content["schema"]!["$ref"]).Should().Be("#/components/schemas/Problem", $"{operation} {status}");
                foreach (var (code, example) in content["examples"]!.AsObject())
                {
                    ((string?)answer["description"]).Should().Contain(code + ": ");
                    ((string?)example!["value"]!["code"]).Should().Be(code);
                    example["value"]!["status"]!.ToString().Should().Match(told => status == "default" || told == status);
                    document.Misfits(example["value"], content["schema"]!).Should().BeEmpty($"{operation} {code}");
                }
            }
        }
    }

    [Fact]
    public async Task Examples_OfBodies_AreTaken()
    {
        await using var world = await new ServerWorld().With("sim", (context, _) => Traces.SayAsync(context, 20)).StartAsync();
        var document = await ApiDocument.OfAsync(world);
        var runId = await world.RunAsync("""{"users":20}""");
        await world.EndOfAsync(runId);

        foreach (var operation in document.Operations.Where(operation => operation.BodyExample is not null))
        {
            var body = operation.BodyExample!.AsObject();
            if (body.ContainsKey("suite"))
            {
                body["suite"] = "first";
            }

            var response = await world.PostAsync(operation.Path.Replace("{run_id}", runId, StringComparison.Ordinal), body.ToJsonString());

            response.IsSuccessStatusCode.Should().BeTrue("{0}: {1}", operation, await response.Content.ReadAsStringAsync());
            await document.CheckAsync(operation, response, operation.ToString());
        }
    }

    [Fact]
    public async Task Answers_OfEveryReadingCall_AreWhatTheDocumentPromises()
    {
        await using var world = await new ServerWorld().With("sim", (context, _) => Traces.SayAsync(context, 2)).StartAsync();
        var document = await ApiDocument.OfAsync(world);
        var runId = await world.RunAsync();
        await world.EndOfAsync(runId);

        foreach (var operation in document.Operations.Where(operation => operation.Method == "GET"))
        {
            var path = operation.Path.Replace("{run_id}", runId, StringComparison.Ordinal).Replace("{other_run_id}", runId, StringComparison.Ordinal)
                .Replace("{name}", "first", StringComparison.Ordinal).Replace("{file}", $"{runId}.json", StringComparison.Ordinal);
            var response = await world.GetAsync(path);

            response.StatusCode.Should().Be(HttpStatusCode.OK, path);
            operation.Answers["200"]!["content"]!.AsObject().Select(content => content.Key).Should().Contain(type => type == response.Content.Headers.ContentType!.MediaType, "that is what {0} is answered with", path);
            await document.CheckAsync(operation, response, path);
        }
    }

    [Fact]
    public async Task Answer_OfARunWithoutAResult_FitsToo()
    {
        await using var world = await new ServerWorld().StartAsync();
        var document = await ApiDocument.OfAsync(world);
        var run = new Core.Runs.RunRecord { RunId = world.Ids.NextRunId(), Trigger = "cli", Suite = "first", Status = Core.RunStatus.Pending, CreatedAt = DateTimeOffset.UnixEpoch };
        await (await world.Store.CreateAsync(run, CancellationToken.None)).DisposeAsync();
        await world.EndOfAsync(run.RunId.ToString());

        foreach (var call in (string[])["status", "result"])
        {
            await document.CheckAsync(document.Operation(call), await world.GetAsync($"/tests/{call}/{run.RunId}"), call);
        }
    }

    [Fact]
    public async Task Problems_AreTheOnesOfTheReference()
    {
        var documented = Row().Matches(await File.ReadAllTextAsync(Repository.PathOf("docs/reference/api.md"))).Select(row => (row.Groups["code"].Value, row.Groups["status"].Value)).ToList();
        await using var world = await new ServerWorld().StartAsync();
        var answered = (await ApiDocument.OfAsync(world)).Operations.SelectMany(operation => operation.Answers).Where(answer => !answer.Key.StartsWith('2') && answer.Key != "default")
            .SelectMany(answer => answer.Value!["content"]!["application/problem+json"]!["examples"]!.AsObject().Select(example => (example.Key, answer.Key)));

        documented.Should().OnlyHaveUniqueItems();
        answered.Distinct().Should().BeEquivalentTo(documented.Where(row => !General.Contains(row.Item1)));
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

    [GeneratedRegex(@"^\| `(?<code>[a-z-]+)` \| (?<status>\d{3}) \|", RegexOptions.Multiline)]
    private static partial Regex Row();
}
