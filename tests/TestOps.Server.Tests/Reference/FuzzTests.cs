using System.Text;
using System.Text.Json.Nodes;
using TestOps.Server.Tests.Rig;

namespace TestOps.Server.Tests.Reference;

/// <summary>Walks the OpenAPI document against the running server with values that fit, nearly fit and do not fit. Nothing may be answered 5xx but what the document says of a busy or closing server.</summary>
public sealed class FuzzTests
{
    private const int RoundsPerOperation = 60;

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
    public async Task Calls_WithAnyValues_AreNeverAnInternalError(int seed)
    {
        var random = new Random(seed);
        await using var world = await new ServerWorld { Runs = new() { QueueLimit = 10_000, ConcurrentRuns = 4 } }.StartAsync();
        var known = await world.RunAsync();
        await world.EndOfAsync(known);
        var document = await ServerWorld.JsonOf(await world.GetAsync("/openapi/v1.json"));
        foreach (var (path, item) in document["paths"]!.AsObject())
        {
            foreach (var (method, operation) in item!.AsObject())
            {
                for (var round = 0; round < RoundsPerOperation; round++)
                {
                    await CallAsync(world, method, path, operation!.AsObject(), random, known);
                }
            }
        }

        (await world.GetAsync("/health/ready")).EnsureSuccessStatusCode();
    }

    private static async Task CallAsync(ServerWorld world, string method, string path, JsonObject operation, Random random, string known)
    {
        var (address, headers) = (path, new List<(string, string)>());
        var query = new List<string>();
        foreach (var parameter in operation["parameters"]?.AsArray() ?? [])
        {
            var name = (string)parameter!["name"]!;
            var value = random.Next(3) == 0 ? known : Texts[random.Next(Texts.Length)];
            switch ((string?)parameter["in"])
            {
                case "path": address = address.Replace($"{{{name}}}", Uri.EscapeDataString(value.Length == 0 ? "-" : value), StringComparison.Ordinal); break;
                case "query" when random.Next(2) == 0: query.Add($"{name}={Uri.EscapeDataString(value)}"); break;
                case "header" when random.Next(2) == 0: headers.Add((name, Encoding.Latin1.GetString(Encoding.ASCII.GetBytes(value.ReplaceLineEndings("")[..Math.Min(value.ReplaceLineEndings("").Length, 300)])))); break;
            }
        }

        var request = new HttpRequestMessage(new HttpMethod(method.ToUpperInvariant()), address + (query.Count > 0 ? "?" + string.Join('&', query) : ""));
        headers.ForEach(header => request.Headers.TryAddWithoutValidation(header.Item1, header.Item2));
        var body = Bodies[random.Next(Bodies.Length)];
        if (method == "post" && random.Next(4) > 0)
        {
            request.Content = new StringContent(random.Next(2) == 0 ? body : Random(random), Encoding.UTF8, random.Next(2) == 0 ? "application/json" : "text/plain");
        }

        using var response = await world.Client.SendAsync(request, HttpCompletionOption.ResponseHeadersRead);

        ((int)response.StatusCode).Should().BeLessThan(500, "{0} {1} with the body {2}", method, request.RequestUri, body);
        if ((int)response.StatusCode >= 400 && response.Content.Headers.ContentType is { } type)
        {
            type.MediaType.Should().Be("application/problem+json");
            (await response.Content.ReadAsStringAsync()).Should().NotContain(" at TestOps.", "a problem never shows our insides");
        }
    }

    /// <summary>An object of members that the API knows, with values of any kind.</summary>
    private static string Random(Random random)
    {
        string[] names = ["suite", "trigger", "seed", "users", "environment", "faults", "strict", "timeout", "phrase", "session"];
        var json = new JsonObject();
        for (var members = random.Next(4); members > 0; members--)
        {
            json[names[random.Next(names.Length)]] = random.Next(6) switch
            {
                0 => random.NextInt64(),
                1 => random.NextDouble() * 1e6,
                2 => random.Next(2) == 0,
                3 => new JsonArray(Texts[random.Next(Texts.Length)]),
                4 => null,
                _ => Texts[random.Next(Texts.Length)],
            };
        }

        return json.ToJsonString();
    }
}
