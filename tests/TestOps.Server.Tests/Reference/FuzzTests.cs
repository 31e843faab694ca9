using System.Text;
using System.Text.Json.Nodes;
using TestOps.Server.Tests.Rig;

namespace TestOps.Server.Tests.Reference;

/// <summary>Walks the OpenAPI document against the running server with values that fit, nearly fit and do not fit. Nothing is answered 5xx, and everything as the document says.</summary>
public sealed class FuzzTests
{
    private const int RoundsPerOperation = 60;
    private const ulong GoingOn = 4711;

    private static readonly string[] Texts =
    [
        "", " ", "x", "first", "loaded", "null", "true", "0", "-1", "1", "200", "201", "99999999999999999999", "1e400", "NaN", "../../../etc/passwd", "..%2f..%2f", "%00", "a\nb", "a\r\nX-Injected: 1", "<script>", "' OR 1=1 --", "\ud83d\ude00",
        "ünïcode", "log", "json", "message", "PASS", "running", "01a20710-7b4a-706d-a239-4eab4f705b3f", new string('a', 5000), "{}", "[]", "\"", "\\", "${env.HOME}", "10m", "-5s", "counter", "Begin testing",
    ];

    private static readonly string[] Bodies =
    [
        "", "{}", "[]", "null", "1", "\"x\"", "{", "{\"a\":1,\"a\":2}", "{\"phrase\":null}", "{\"seed\":-0.0}", "{\"seed\":1e999}", "{\"users\":1.5}", "{\"faults\":[[]]}", "{\"faults\":[1]}", "{\"suite\":{}}",
        "{\"timeout\":\"99999999999999h\"}", "{\"session\":-1}", "{\"session\":999999}", "{\"trigger\":\"\\u0000\"}", "{\"trigger\":\"\\ud800\"}", "\u0000", "{\"strict\":1}", "{\"environment\":\"x\"}", "\ufeff{}",
    ];

    public static TheoryData<int> Seeds => [1, 2, 3];

    [Theory]
    [MemberData(nameof(Seeds))]
    public async Task Calls_WithAnyValues_AreAnsweredAsTheDocumentSaysAndNeverWithAnInternalError(int seed)
    {
        var random = new Random(seed);
        await using var world = await new ServerWorld { Runs = new() { QueueLimit = 10_000, ConcurrentRuns = 4 } }.With("sim", (context, cancellationToken) =>
            context.Plan.Seed == GoingOn ? Task.Delay(Timeout.Infinite, cancellationToken) : Traces.SayAsync(context, 2)).StartAsync();
        string[] known = [await world.RunAsync(), await world.RunAsync($$"""{"seed":{{GoingOn}}}""")];
        await world.EndOfAsync(known[0]);
        var document = await ApiDocument.OfAsync(world);
        var succeeded = new HashSet<string>();
        foreach (var operation in document.Operations)
        {
            for (var round = 0; round < RoundsPerOperation; round++)
            {
                using var request = RequestFor(operation, random, known);
                using var response = await world.Client.SendAsync(request, HttpCompletionOption.ResponseHeadersRead);
                await CheckAsync(document, operation, request, response);
                if (response.IsSuccessStatusCode)
                {
                    succeeded.Add(operation.Id);
                }

                if (operation.Id == "end")
                {
                    // What comes after it is to be more than locked.
                    (await world.PostAsync("/begin", """{"phrase":"Begin testing"}""")).EnsureSuccessStatusCode();
                }
            }
        }

        succeeded.Should().BeEquivalentTo(document.Operations.Select(operation => operation.Id), "calls that are never taken are not tried");
        (await world.GetAsync("/health/ready")).EnsureSuccessStatusCode();
    }

    private static async Task CheckAsync(ApiDocument document, ApiOperation operation, HttpRequestMessage request, HttpResponseMessage response)
    {
        var because = $"{request.Method} {request.RequestUri} with the body {(request.Content is null ? "" : await request.Content.ReadAsStringAsync())}".Replace("{", "{{", StringComparison.Ordinal).Replace("}", "}}", StringComparison.Ordinal);
        ((int)response.StatusCode).Should().BeLessThan(500, because);
        response.Headers.Select(header => header.Key).Should().NotContain("X-Injected", because);
        await document.CheckAsync(operation, response, because);
        if (!response.IsSuccessStatusCode)
        {
            (await response.Content.ReadAsStringAsync()).Should().NotContain(" at TestOps.", "a problem never shows our insides").And.NotContain("Exception", because);
        }
    }

    private static HttpRequestMessage RequestFor(ApiOperation operation, Random random, string[] known)
    {
        var (address, query, headers) = (operation.Path, new List<string>(), new List<(string Name, string Value)>());
        foreach (var parameter in operation.Parameters)
        {
            var name = (string)parameter["name"]!;
            var value = random.Next(6) switch { 0 or 1 or 2 => Fitting(name, known[random.Next(known.Length)]), 3 => parameter["example"]!.ToString(), _ => Texts[random.Next(Texts.Length)] };
            switch ((string?)parameter["in"])
            {
                case "path": address = address.Replace($"{{{name}}}", Uri.EscapeDataString(value.Length == 0 ? "-" : value), StringComparison.Ordinal); break;
                case "query" when random.Next(2) == 0: query.Add($"{name}={Uri.EscapeDataString(value)}"); break;
                case "header" when random.Next(2) == 0: headers.Add((name, Encoding.Latin1.GetString(Encoding.ASCII.GetBytes(value.ReplaceLineEndings("")[..Math.Min(value.ReplaceLineEndings("").Length, 300)])))); break;
            }
        }

        var request = new HttpRequestMessage(new HttpMethod(operation.Method), address + (query.Count > 0 ? "?" + string.Join('&', query) : ""));
        headers.ForEach(header => request.Headers.TryAddWithoutValidation(header.Name, header.Value));
        if (operation.Method == "POST" && random.Next(4) > 0)
        {
            request.Content = new ByteArrayContent(BodyFor(operation, random));
            request.Content.Headers.TryAddWithoutValidation("Content-Type", random.Next(2) == 0 ? "application/json" : "text/plain");
        }

        return request;
    }

    private static string Fitting(string parameter, string runId) => parameter switch { "name" or "suite" => "first", "file" => runId + ".json", _ => runId };

    /// <summary>A body of the schema: the example, members that fit or nearly fit, or no JSON at all; now and then a byte of it is another one.</summary>
    private static byte[] BodyFor(ApiOperation operation, Random random)
    {
        var bytes = Encoding.UTF8.GetBytes(random.Next(4) switch
        {
            0 => Bodies[random.Next(Bodies.Length)],
            1 => operation.BodyExample?.ToJsonString() ?? "{}",
            _ => Members(operation, random),
        });
        if (bytes.Length > 0 && random.Next(5) == 0)
        {
            bytes[random.Next(bytes.Length)] = (byte)random.Next(256);
        }

        return bytes;
    }

    private static string Members(ApiOperation operation, Random random)
    {
        var json = new JsonObject();
        foreach (var (name, schema) in operation.BodySchema?["properties"]?.AsObject() ?? [])
        {
            if (random.Next(2) == 0)
            {
                json[random.Next(12) == 0 ? name.ToUpperInvariant() : name] = random.Next(3) == 0 ? AnyValue(random) : ValueOf(schema!, random);
            }
        }

        return json.ToJsonString();
    }

    private static JsonNode? ValueOf(JsonNode schema, Random random) => (schema["type"] is JsonArray types ? (string?)types.First(type => (string?)type != "null") : (string?)schema["type"]) switch
    {
        "integer" => random.Next(3) == 0 ? random.NextInt64(long.MinValue, long.MaxValue) : random.Next(-1, 12),
        "boolean" => random.Next(2) == 0,
        "array" => new JsonArray([.. Enumerable.Range(0, random.Next(12)).Select(_ => (JsonNode)Texts[random.Next(Texts.Length)])]),
        _ => Texts[random.Next(Texts.Length)],
    };

    private static JsonNode? AnyValue(Random random) => random.Next(6) switch
    {
        0 => random.NextInt64(),
        1 => random.NextDouble() * 1e6,
        2 => random.Next(2) == 0,
        3 => new JsonArray(new JsonObject { ["a"] = new JsonArray() }),
        4 => null,
        _ => Texts[random.Next(Texts.Length)],
    };
}
