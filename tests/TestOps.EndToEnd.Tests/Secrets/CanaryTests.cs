using TestOps.EndToEnd.Tests.Binary;

namespace TestOps.EndToEnd.Tests.Secrets;

/// <summary>Secrets take every route through TestOps that a suite can give them, past an engine that repeats them all. None may come out anywhere.</summary>
public sealed class CanaryTests
{
    private readonly Canaries _canaries = new();
    private readonly Dictionary<string, string?> _environment;
    private readonly string _token;
    private readonly string _session;

    public CanaryTests()
    {
        _token = _canaries.Add("kept");
        _session = _canaries.Add("redacted");
        _environment = new Dictionary<string, string?>
        {
            ["C_PATH"] = _canaries.Add("path", "a+b ", "/c,d=="),
            ["C_QUERY"] = _canaries.Add("query", "a b&", "=c/d+é"),
            ["C_HEADER"] = _canaries.Add("header", "pä+", "/c=="),
            ["C_ENGINE"] = _canaries.Add("engine header", "a+", "/b=="),
            ["C_BODY"] = _canaries.Add("body", "\"quoted\" \\", "\t/é"),
            ["C_TEXT"] = _canaries.Add("text", "ä+/", " ,=="),
            ["C_VAR"] = _canaries.Add("variable", "a+b/", "=="),
            ["C_BASE"] = _canaries.Add("base"),
            ["C_CHECK"] = _canaries.Add("check"),
        };
    }

    [Theory]
    [InlineData("full")]
    [InlineData("hashed")]
    public async Task Secrets_OnEveryRoute_AreFoundInNothingThatIsWrittenOrPrinted(string bodies)
    {
        using var engine = new EchoEngine(_token, _session);
        using var sandbox = new Sandbox();
        sandbox.Write("suite.yaml", Suite(engine.Port, bodies));

        var first = await RunAsync(sandbox, 13, "run", "suite.yaml", "--env", "local", "--verbose");
        first.Out.Should().Contain("login", "the run came to its checks: {0}", first);
        await RunAsync(sandbox, 13, "run", "suite.yaml", "--env", "local", "--json");
        await RunAsync(sandbox, 10, "try", "all", "--suite", "suite.yaml", "--env", "local");
        await RunAsync(sandbox, 0, "plan", "suite.yaml", "--env", "local");
        await RunAsync(sandbox, 0, "plan", "suite.yaml", "--env", "local", "--json");
        await RunAsync(sandbox, 12, "replay", "last");
        await RunAsync(sandbox, 12, "diff", "last", FirstRun(sandbox));
        await RunAsync(sandbox, 0, "verify", "last");
        await RunAsync(sandbox, 0, "verify", "last", "--deep");
        await RunAsync(sandbox, 0, "show", "last");
        await RunAsync(sandbox, 13, "watch", "last");
        await RunAsync(sandbox, 0, "history");

        engine.Dispose();
        await RunAsync(sandbox, 21, "run", "suite.yaml", "--env", "local", "--verbose");
        await RunAsync(sandbox, 21, "try", "all", "--suite", "suite.yaml", "--env", "local", "--verbose");
        await RunAsync(sandbox, 21, "replay", FirstRun(sandbox), "--verbose");

        _canaries.FindBelow(sandbox.Data).Should().BeEmpty();
        HaveOwnersOnly(sandbox.Data);
    }

    private static void HaveOwnersOnly(string folder)
    {
        foreach (var path in OperatingSystem.IsWindows() ? [] : Directory.GetFiles(folder, "*", SearchOption.AllDirectories))
        {
            ModeOf(path).Should().Be(UnixFileMode.UserRead | UnixFileMode.UserWrite, "{0} may hold what is nobody else's business", path);
        }
    }

    [System.Diagnostics.CodeAnalysis.SuppressMessage("Interoperability", "CA1416", Justification = "Called where files have modes only.")]
    private static UnixFileMode ModeOf(string path) => File.GetUnixFileMode(path);

    private static string FirstRun(Sandbox sandbox) =>
        Directory.GetFiles(Path.Combine(sandbox.Data, "snapshots"), "*.result.json").Select(path => Path.GetFileName(path).Split('.')[0]).Min(StringComparer.Ordinal)!;

    private async Task<ProgramResult> RunAsync(Sandbox sandbox, int exitCode, params string[] args)
    {
        var result = await TestOpsBinary.RunAsync(args, sandbox.Folder, _environment);
        result.ExitCode.Should().Be(exitCode, "{0}: {1}", string.Join(' ', args), result);
        _canaries.FindIn($"output of {args[0]}", System.Text.Encoding.UTF8.GetBytes(result.Out + result.Error)).Should().BeEmpty();
        return result;
    }

    private static string Suite(int port, string bodies) =>
        $$"""
        version: 1
        name: canaries
        environments:
          local: { tenant: "t-${env.C_VAR}", base: "http://127.0.0.1:{{port}}/${env.C_BASE}" }
        engine:
          kind: http
          base_url: "${vars.base}"
          headers: { X-Engine: "Bearer ${env.C_ENGINE}" }
        trace: { bodies: {{bodies}}, redact: [ /session, /card, /of ] }
        sim:
          users: 3
          scenarios:
            all:
              steps:
                - name: login
                  call: POST /login/${env.C_PATH}
                  query: { key: "${env.C_QUERY}", tenant: "${vars.tenant}" }
                  headers: { X-Step: "${env.C_HEADER}", Authorization: "Basic ${env.C_HEADER}", Cookie: "sid=${env.C_HEADER}" }
                  body: { password: "${env.C_BODY}", both: "${env.C_BODY} and ${vars.tenant}" }
                  keep: { jwt: { at: /access_token, secret: true } }
                  expect:
                    - { at: /access_token, equals: other }
                    - { at: /session, matches: "^other$" }
                    - { at: /card, equals: 1 }
                    - { at: /hint, equals: other }
                    - { at: /of, type: string }
                    - { at: /echo, contains: other }
                    - { at: /nested, equals: other }
                    - { at: /percent, equals: other }
                    - { at: /base64, equals: other }
                    - { at: /mixed, equals: other }
                    - { at: /latin1, equals: other }
                    - { at: /html, equals: other }
                    - { header: x-mixed, equals: other }
                    - { header: x-echo, equals: other }
                    - { header: set-cookie, equals: other }
                    - { js: "body.echo === env.C_CHECK" }
                    - { js: "(() => { throw new Error(env.C_CHECK + body.access_token) })()", name: throws }
                - { name: text, call: "POST /text/${keep.jwt}", headers: { X-Token: "${keep.jwt}" }, body: "${env.C_TEXT} ${keep.jwt}", expect: [ { js: "body === 'other'" } ] }
                - { name: again, call: GET /again, query: { token: "${keep.jwt}" }, expect: [ { at: /echo, equals: other } ] }
          metrics:
            matched: { share: "body.session === env.C_CHECK", of: login, min: 1 }
        replay: { times: 1 }
        """;
}
