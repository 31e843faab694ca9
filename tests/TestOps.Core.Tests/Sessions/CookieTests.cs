using TestOps.Core.Engines;

namespace TestOps.Core.Tests.Sessions;

/// <summary>A jar for each session, by RFC 6265, on the session's clock; nothing of it is recorded.</summary>
public sealed class CookieTests
{
    private static readonly Uri s_here = new("http://api.example.org:8080/v1");

    [Theory]
    [InlineData("sid=1", "/login", "/other", "sid=1")]
    [InlineData("sid=1; Path=/", "/login", "/other", "sid=1")]
    [InlineData("sid=1; Path=/v1/a", "/login", "/a/b?x=/c", "sid=1")]
    [InlineData("sid=1; Path=/v1/a", "/login", "/ab", "")]
    [InlineData("sid=1; Path=/a", "/login", "/a", "")]
    [InlineData("sid=1; Path=/; Domain=example.org", "/login", "/x", "sid=1")]
    [InlineData("sid=1; Path=/; Domain=.API.example.org", "/login", "/x", "sid=1")]
    [InlineData("sid=1; Path=/; Domain=evil.org", "/login", "/x", "")]
    [InlineData("sid=1; Path=/; Domain=ample.org", "/login", "/x", "")]
    [InlineData("sid=1; Path=/; Secure", "/login", "/x", "")]
    [InlineData("sid=a=b; path=/; HttpOnly; SameSite=Lax", "/login", "/x", "sid=a=b")]
    [InlineData("sid=1; Path=/; Max-Age=4", "/login", "/x", "sid=1")]
    [InlineData("sid=1; Path=/; Max-Age=3", "/login", "/x", "")]
    [InlineData("sid=1; Path=/; Max-Age=0", "/login", "/x", "")]
    [InlineData("sid=1; Path=/; Expires=Thu, 01 Jan 2026 00:00:04 GMT", "/login", "/x", "sid=1")]
    [InlineData("sid=1; Path=/; Expires=Thu, 01-Jan-26 00:00:02 GMT", "/login", "/x", "")]
    [InlineData("sid=1; Path=/; Expires=Thu, 01 Jan 1970 00:00:00 GMT; Max-Age=9", "/login", "/x", "sid=1")]
    [InlineData("sid=1; Path=/; Expires=whenever", "/login", "/x", "sid=1")]
    [InlineData("nothing", "/login", "/x", "")]
    [InlineData("=1", "/login", "/x", "")]
    public async Task RunAsync_SetCookie_IsSentWhereItBelongs(string setCookie, string path, string next, string sent)
    {
        var world = World(call => call.Path == path ? [setCookie] : []);

        await world.RunAsync($"- {{ name: a, call: \"GET {path}\" }}\n- think: 3s\n- {{ name: b, call: \"GET {next}\" }}");

        CookieOf(world.Calls[1]).Should().Be(sent);
    }

    [Fact]
    public async Task RunAsync_DefaultPath_IsTheFolderOfTheRequest()
    {
        var world = World(call => call.Path == "/a/login" ? ["one=1"] : []);

        await world.RunAsync("- { name: a, call: GET /a/login }\n- { name: b, call: GET /a/other }\n- { name: c, call: GET /b }");

        world.Calls.Select(CookieOf).Should().Equal("", "one=1", "");
    }

    [Fact]
    public async Task RunAsync_Cookies_AreReplacedOrderedAndRemoved_AndNeverRecorded()
    {
        var world = World(call => call.Path switch
        {
            "/1" => ["a=1; Path=/", "b=2; Path=/v1/2", "c=3; Path=/"],
            "/2" => ["a=9; Path=/", "c=; Path=/; Max-Age=0"],
            _ => [],
        });

        await world.RunAsync("- { name: one, call: GET /1 }\n- { name: two, call: GET /2, expect: [ { header: set-cookie, exists: true } ] }\n- { name: three, call: GET /2/x }");

        world.Calls.Select(CookieOf).Should().Equal("", "b=2; a=1; c=3", "b=2; a=9");
        world.Records.Should().OnlyContain(record => record.RequestHeaders.Count == 0 && record.Headers.Count == 0);
    }

    [Fact]
    public async Task RunAsync_CookiesOfTheStep_WinOverTheJar_AndNoneIsNone()
    {
        var world = World(call => call.Path == "/1" ? ["a=1; Path=/", "b=2; Path=/"] : call.Path == "/3" ? ["d=4; Path=/"] : []);

        await world.RunAsync("""
            - { name: one, call: GET /1 }
            - { name: two, call: GET /2, cookies: { a: "own-${user.index}", z: "9" } }
            - { name: three, call: GET /3, cookies: none }
            - { name: four, call: GET /4, headers: { Cookie: "mine=1" } }
            - { name: five, call: GET /5 }
            """);

        world.Calls.Select(CookieOf).Should().Equal("", "a=own-0; z=9; b=2", "", "mine=1", "a=1; b=2");
        world.Records.Should().OnlyContain(record => record.RequestHeaders.Count == 0);
    }

    [Fact]
    public async Task RunAsync_SessionsAndNone_ShareNothing()
    {
        var world = World(_ => ["a=1; Path=/"]);
        var none = new SessionWorld(_ => Answer(["a=1; Path=/"])) { BaseAddress = s_here, Sim = "  cookies: none" };
        const string steps = "- { name: one, call: GET /1 }\n- { name: two, call: GET /2 }";

        await world.RunAsync(steps, session: 0);
        await world.RunAsync(steps, session: 1);
        await none.RunAsync(steps);

        world.Calls.Select(CookieOf).Should().Equal("", "a=1", "", "a=1");
        none.Calls.Select(CookieOf).Should().Equal("", "");
    }

    [Fact]
    public async Task RunAsync_CheckOfACookieFails_SaysSoWithoutTheCookie()
    {
        var world = World(_ => ["sid=tell-nobody; Path=/"]);

        await world.RunAsync("- { name: login, call: GET /1, expect: [ { header: Set-Cookie, contains: Secure }, { header: set-cookie, name: there, exists: false }, { header: X-Other, equals: here } ] }");

        world.Checks.Single().Skip(1).Select(check => (check.Passed, check.Actual)).Should().Equal((false, "a secret"), (false, "a secret"), (false, "absent"));
    }

    private static SessionWorld World(Func<EngineCall, IReadOnlyList<string>> cookies) => new(call => Answer(cookies(call))) { BaseAddress = s_here };

    private static EngineReply Answer(IReadOnlyList<string> cookies) => SessionWorld.Json("{}", headers: [.. cookies.Select(cookie => new Header("set-COOKIE", cookie))]);

    private static string CookieOf(EngineCall call) => string.Join(" | ", call.Headers.Where(header => header.Name == "Cookie").Select(header => header.Value));
}
