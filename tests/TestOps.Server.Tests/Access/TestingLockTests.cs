using System.Net;
using TestOps.Server.Tests.Rig;
using TestOps.Testing.Clocks;

namespace TestOps.Server.Tests.Access;

public sealed class TestingLockTests
{
    private const string Locked = "Testing is locked. Call /begin first.";

    [Theory]
    [InlineData("GET", "/tests/status/x")]
    [InlineData("GET", "/tests/stream/x")]
    [InlineData("GET", "/tests/result/x")]
    [InlineData("GET", "/tests/history")]
    [InlineData("POST", "/tests/run")]
    [InlineData("POST", "/tests/run_all")]
    [InlineData("POST", "/tests/cancel/x")]
    [InlineData("POST", "/snapshots/x/replay")]
    public async Task Tests_BeforeBegin_AreLocked(string method, string path)
    {
        await using var world = await new ServerWorld().StartAsync(unlock: false);

        var response = await world.Client.SendAsync(new HttpRequestMessage(new HttpMethod(method), path));

        await ServerWorld.ProblemOf(response, 403, "testing-locked", Locked);
    }

    [Fact]
    public async Task Begin_RightPhrase_AnswersToTheLetter()
    {
        await using var world = await new ServerWorld().StartAsync(unlock: false);

        var response = await world.PostAsync("/begin", """{"phrase":"Begin testing"}""");

        response.StatusCode.Should().Be(HttpStatusCode.OK);
        (await response.Content.ReadAsStringAsync()).Should().Be("""{"status":"unlocked"}""");
        (await world.PostAsync("/tests/run")).StatusCode.Should().Be(HttpStatusCode.Accepted);
    }

    [Fact]
    public async Task Begin_WrongPhrases_AreRefusedThenLimitedAndTheRightOneNever()
    {
        await using var world = await new ServerWorld { Time = new ManualTime() }.StartAsync(unlock: false);

        for (var i = 0; i < 10; i++)
        {
            await ServerWorld.ProblemOf(await world.PostAsync("/begin", """{"phrase":"begin testing"}"""), 403, "phrase-invalid", "Invalid unlock phrase");
        }

        var limited = await world.PostAsync("/begin", """{"phrase":"begin testing"}""");
        await ServerWorld.ProblemOf(limited, 429, "phrase-rate-limited");
        limited.Headers.RetryAfter!.Delta.Should().Be(TimeSpan.FromSeconds(6));
        (await world.PostAsync("/begin", """{"phrase":"Begin testing"}""")).StatusCode.Should().Be(HttpStatusCode.OK);
        ((ManualTime)world.Time).Advance(TimeSpan.FromSeconds(6));
        await ServerWorld.ProblemOf(await world.PostAsync("/begin", """{"phrase":"x"}"""), 403, "phrase-invalid");
    }

    [Theory]
    [InlineData("", 422, "body-invalid")]
    [InlineData("{}", 422, "body-invalid")]
    [InlineData("""{"phrase":""}""", 403, "phrase-invalid")]
    [InlineData("""{"phrase":7}""", 422, "body-invalid")]
    [InlineData("""{"phrase":"Begin testing","more":1}""", 422, "body-invalid")]
    [InlineData("""{"phrase":"x","phrase":"Begin testing"}""", 400, "body-malformed")]
    [InlineData("{", 400, "body-malformed")]
    [InlineData("[]", 400, "body-malformed")]
    [InlineData("null", 400, "body-malformed")]
    public async Task Begin_OtherBodies_AreRefused(string body, int status, string code)
    {
        await using var world = await new ServerWorld().StartAsync(unlock: false);

        await ServerWorld.ProblemOf(await world.PostAsync("/begin", body), status, code);
        await ServerWorld.ProblemOf(await world.PostAsync("/tests/run"), 403, "testing-locked");
    }

    [Fact]
    public async Task Unlock_NextServerOverTheSameStore_IsKeptUntilItsExpiry()
    {
        var time = new ManualTime();
        var first = await new ServerWorld { Time = time }.StartAsync();
        await first.DisposeAsync();
        await using var second = await new ServerWorld { Database = first.Database, Time = time }.StartAsync(unlock: false);

        time.Advance(TimeSpan.FromHours(8) - TimeSpan.FromSeconds(1));
        (await second.GetAsync("/tests/history")).StatusCode.Should().Be(HttpStatusCode.OK);
        time.Advance(TimeSpan.FromSeconds(2));

        await ServerWorld.ProblemOf(await second.GetAsync("/tests/history"), 403, "testing-locked", Locked);
    }

    [Fact]
    public async Task Unlock_ExpiresUnderAnActiveRun_LocksAfterItsEnd()
    {
        var time = new ManualTime();
        var go = new TaskCompletionSource();
        await using var world = await new ServerWorld { Time = time, Runs = new() { TimeoutMax = TimeSpan.FromDays(1) } }.With("sim", (_, _) => go.Task).StartAsync();
        var runId = await world.RunAsync();

        time.Advance(TimeSpan.FromHours(9));
        (await world.StatusAsync(runId))["run_id"]!.ToString().Should().Be(runId);
        await ServerWorld.ProblemOf(await world.PostAsync("/end"), 409, "run-active");
        go.SetResult();

        await Eventually.HoldsAsync(async () => (await world.GetAsync("/tests/history")).StatusCode == HttpStatusCode.Forbidden);
    }

    [Fact]
    public async Task End_AfterBegin_LocksAgain()
    {
        await using var world = await new ServerWorld().StartAsync();

        (await (await world.PostAsync("/end")).Content.ReadAsStringAsync()).Should().Be("""{"status":"locked"}""");

        await ServerWorld.ProblemOf(await world.PostAsync("/tests/run"), 403, "testing-locked", Locked);
    }

    [Theory]
    [InlineData("https://evil.example", 403)]
    [InlineData("null", 403)]
    [InlineData("http://localhost:5173", 202)]
    [InlineData("http://127.0.0.1:3000", 202)]
    public async Task Run_AskedByAPage_DependsOnItsOrigin(string origin, int status)
    {
        await using var world = await new ServerWorld().StartAsync();

        var response = await world.PostAsync("/tests/run", null, ("Origin", origin));

        ((int)response.StatusCode).Should().Be(status);
        response.Headers.Contains("Access-Control-Allow-Origin").Should().Be(status == 202);
        if (status == 202)
        {
            response.Headers.GetValues("Access-Control-Expose-Headers").Single().Split(',').Should().Contain(["Location", "Retry-After"], "a page may follow them");
        }
    }

    [Fact]
    public async Task Preflight_ConfiguredOrigin_AloneIsAllowed()
    {
        await using var world = await new ServerWorld { CorsOrigins = ["https://ci.example"] }.StartAsync();

        (await PreflightAsync(world, "https://ci.example")).Should().Equal("https://ci.example");
        (await PreflightAsync(world, "http://localhost:5173")).Should().BeEmpty();
        await ServerWorld.ProblemOf(await world.PostAsync("/tests/run", null, ("Origin", "http://localhost:5173")), 403, "origin-refused");
        (await world.PostAsync("/tests/run", null, ("Origin", "https://ci.example"))).StatusCode.Should().Be(HttpStatusCode.Accepted);
    }

    [Theory]
    [InlineData("http://localhost:5173", true)]
    [InlineData("http://127.0.0.1:3000", true)]
    [InlineData("http://[::1]:8080", true)]
    [InlineData("https://localhost", true)]
    [InlineData("http://localhost.evil.example", false)]
    [InlineData("http://evil.example", false)]
    [InlineData("null", false)]
    public async Task Preflight_NothingConfigured_AllowsEveryPortOfThisMachine(string origin, bool isAllowed)
    {
        await using var world = await new ServerWorld().StartAsync();

        (await PreflightAsync(world, origin)).Should().Equal(isAllowed ? [origin] : []);
    }

    [Fact]
    public async Task Answers_ToAPageOfThisMachine_MayBeReadByItAlsoWhereTheyRefuse()
    {
        await using var world = await new ServerWorld().StartAsync();
        var runId = await world.RunAsync();
        await world.EndOfAsync(runId);

        foreach (var (path, status) in ((string, int)[])[($"/tests/status/{runId}", 200), ($"/tests/stream/{runId}", 200), ("/tests/status/x", 404), ("/nothing", 404), ("/tests/history?limit=0", 400)])
        {
            var request = new HttpRequestMessage(HttpMethod.Get, path);
            request.Headers.Add("Origin", "http://localhost:5173");
            var response = await world.Client.SendAsync(request);

            ((int)response.StatusCode).Should().Be(status, path);
            response.Headers.GetValues("Access-Control-Allow-Origin").Should().Equal("http://localhost:5173");
        }
    }

    private static async Task<IEnumerable<string>> PreflightAsync(ServerWorld world, string origin)
    {
        var request = new HttpRequestMessage(HttpMethod.Options, "/tests/run");
        request.Headers.Add("Origin", origin);
        request.Headers.Add("Access-Control-Request-Method", "POST");
        request.Headers.Add("Access-Control-Request-Headers", "content-type,idempotency-key");
        var response = await world.Client.SendAsync(request);
        if (!response.Headers.TryGetValues("Access-Control-Allow-Origin", out var allowed))
        {
            return [];
        }

        response.Headers.GetValues("Access-Control-Allow-Methods").Should().Equal("GET,POST");
        response.Headers.GetValues("Access-Control-Allow-Headers").Should().Equal("content-type,idempotency-key");
        return allowed;
    }
}
