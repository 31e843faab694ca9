using TestOps.EndToEnd.Tests.Binary;

namespace TestOps.EndToEnd.Tests.Secrets;

/// <summary>
/// The routes that only engines of TestOps' own have, and those of the whole grammar: arguments, environment, resets, last words, logs, the hello of a process, forms, files, cookies,
/// polls, streams, load, commands. The engines repeat all of it in the spellings of Python's library, and in UTF-8 that was taken for Latin-1.
/// </summary>
public sealed class OwnedCanaryTests
{
    private const string Spelling = """
        import html, json, os, sys, urllib.parse
        def spelled(text):
            return [text, urllib.parse.quote(text), urllib.parse.quote_plus(text), urllib.parse.quote(text, safe="/+=&:"), urllib.parse.quote(text, safe="'\""),
                html.escape(text), json.dumps(text), json.dumps(json.dumps(text)), urllib.parse.quote(json.dumps(text)), text.encode("utf-8").decode("latin-1")]
        kept = sys.argv[2] + " and " + os.environ["KEY"]
        def all_of(texts):
            return [form for text in texts + [kept] for form in spelled(text)]
        print("starting with " + " ".join(all_of([])), file=sys.stderr, flush=True)

        """;

    private const string HttpEngine = Spelling + """
        import http.server
        class Handler(http.server.BaseHTTPRequestHandler):
            count = 0
            def answer(self):
                Handler.count += 1
                body = self.rfile.read(int(self.headers.get("Content-Length", 0))).decode("utf-8", "replace")
                seen = [self.path, urllib.parse.unquote_plus(self.path), str(self.headers), body, urllib.parse.unquote_plus(body)]
                if self.path.startswith("/die"):
                    print("fatal: " + " ".join(all_of(seen)), file=sys.stderr, flush=True)
                    os._exit(5)
                forms = [form.encode("utf-8", "surrogateescape").decode("utf-8", "replace") for form in all_of(seen)]
                if self.path.startswith("/stream"):
                    text = " ".join(forms)
                    events = [{"text": text[at:at + 7]} for at in range(0, len(text), 7)]
                    content, kind = "".join("data: %s\n\n" % json.dumps(event) for event in events) + "data: [DONE]\n\n", "text/event-stream"
                else:
                    content, kind = json.dumps({"echo": forms, "count": Handler.count, "nested": json.dumps(forms)}), "application/json"
                content = content.encode("utf-8")
                self.send_response(200)
                self.send_header("Content-Type", kind)
                self.send_header("Content-Length", str(len(content)))
                self.send_header("X-Seen", urllib.parse.quote(self.path, safe="/%+=&?"))
                self.end_headers()
                self.wfile.write(content)
            do_GET = do_POST = answer
            def log_message(self, *args):
                pass
        http.server.ThreadingHTTPServer(("127.0.0.1", int(sys.argv[1])), Handler).serve_forever()
        """;

    private const string ProcessEngine = Spelling + """
        for line in sys.stdin:
            message = json.loads(line)
            if message["type"] == "hello":
                print(json.dumps({"type": "hello", "protocol": "testops-engine-1", "name": "echo " + kept, "version": "v " + urllib.parse.quote(kept)}), flush=True)
            elif sys.argv[1] == "log":
                print("LOG " + " ".join(all_of([line])), flush=True)
            elif sys.argv[1] == "die" and message["path"].startswith("/die"):
                sys.exit("dying with " + " ".join(all_of([line])))
            else:
                print(json.dumps({"type": "answer", "id": message["id"], "status": 200, "json": {"echo": all_of([line]), "pid": os.getpid()}}), flush=True)
        """;

    private const string HttpSuite = """
        version: 1
        name: owned-canaries
        environments:
          fine: { word: fine }
          broken: { reset: { run: [sh, -c, "echo cannot reset with \"$1\" and \"$KEY\"; exit 3", sh, "${env.C_RESET}"], env: { KEY: "${env.C_ENV}" } } }
          never: { start: { command: [sh, -c, "echo no start with \"$1\" and \"$KEY\" >&2; exit 3", sh, "${env.C_ARG}", "${engine.port}"], env: { KEY: "${env.C_ENV}" } } }
        engine:
          kind: http
          start: { command: [python3, engine.py, "${engine.port}", "${env.C_ARG}"], env: { KEY: "${env.C_ENV}" } }
          reset: { run: [sh, -c, "echo reset with \"$1\"", sh, "${env.C_RESET}"] }
        sim:
          users: 2
          scenarios:
            all:
              steps:
                - { name: form, call: "POST /form/${env.C_PATH}", query: { q: "${env.C_QUERY}" }, form: { key: "${env.C_FORM}" }, headers: { X-Key: "${env.C_HEADER}" }, expect: [ { at: /none, equals: other }, { at: /echo/0, equals: other }, { header: x-seen, equals: other } ] }
                - { name: files, call: POST /files, multipart: [ { name: key, text: "${env.C_PART}" } ], expect: [ { at: /nested, equals: other } ] }
                - { name: jar, call: GET /jar, cookies: { key: "${env.C_COOKIE}" }, expect: [ { at: /echo/2, equals: other } ] }
                - { name: poll, call: GET /poll, query: { q: "${env.C_POLL}" }, until: { at: /echo/0, equals: other, every: 10ms, timeout: 30ms } }
                - { name: chat, call: POST /stream, body: { q: "${env.C_STREAM}" }, stream: { format: sse, done: "[DONE]", join: /text }, expect: [ { js: "body === 'other'" } ] }
            dies:
              weight: 1
              steps: [ { name: die, call: "GET /die/${env.C_PATH}" } ]
        phases:
          tell: { run: [sh, -c, "echo tell \"$1\" and \"$KEY\"; exit 3", sh, "${env.C_PHASE}"], env: { KEY: "${env.C_ENV}" } }
        load: { scenarios: { few: { executor: constant-vus, vus: 1, duration: 1s, exec: all } } }
        replay: { times: 1 }
        """;

    private const string ProcessSuite = """
        version: 1
        name: process-canaries
        environments:
          fine: { word: fine }
          log: { command: [python3, engine.py, log, "${env.C_ARG}"] }
        engine: { kind: process, command: [python3, engine.py, die, "${env.C_ARG}"], env: { KEY: "${env.C_ENV}" } }
        sim:
          users: 2
          scenarios:
            all:
              steps:
                - { name: form, call: "POST /form/${env.C_PATH}", query: { q: "${env.C_QUERY}" }, form: { key: "${env.C_FORM}" }, headers: { X-Key: "${env.C_HEADER}" }, cookies: { key: "${env.C_COOKIE}" }, expect: [ { at: /echo/0, equals: other } ] }
                - { name: die, call: POST /die, multipart: [ { name: key, text: "${env.C_PART}" } ] }
        replay: { times: 1 }
        """;

    private readonly Canaries _canaries = new();
    private readonly Dictionary<string, string?> _environment;

    public OwnedCanaryTests()
    {
        // What base64, passphrases and languages other than English are made of: no two encoders treat it alike.
        _environment = new[] { "ARG", "ENV", "RESET", "PATH", "QUERY", "FORM", "PART", "POLL", "STREAM", "PHASE" }
            .ToDictionary(static name => $"C_{name}", name => (string?)_canaries.Add(name, "a+b/", ", ä é日=/\"&' =="));
        _environment["C_HEADER"] = _canaries.Add("header", "pä+", "/é==");
        _environment["C_COOKIE"] = _canaries.Add("cookie", "a+b/", "/c==");
    }

    [Fact]
    public async Task Secrets_OfAnHttpEngineOfOurOwn_AreFoundInNothingThatIsWrittenOrPrinted()
    {
        using var sandbox = new Sandbox();
        sandbox.Write("engine.py", HttpEngine);
        sandbox.Write("suite.yaml", HttpSuite);

        var run = await RunAsync(sandbox, "run", "suite.yaml", "--all", "--env", "fine", "--verbose");
        run.Out.Should().Contain("phases/tell").And.Contain("few").And.Contain("${secret:", "{0}", run);
        await RunAsync(sandbox, "run", "suite.yaml", "--env", "fine", "--json");
        (await RunAsync(sandbox, "try", "all", "--suite", "suite.yaml", "--env", "fine")).Out.Should().Contain("${secret:");
        await RunAsync(sandbox, "try", "dies", "--suite", "suite.yaml", "--env", "fine");
        await RunAsync(sandbox, "replay", "last");
        await RunAsync(sandbox, "show", "last");
        (await RunAsync(sandbox, "run", "suite.yaml", "--env", "broken", "--verbose")).Out.Should().Contain("cannot reset with ${secret:");
        (await RunAsync(sandbox, "run", "suite.yaml", "--env", "never", "--verbose")).Out.Should().Contain("no start with ${secret:");

        _canaries.FindBelow(sandbox.Data).Should().BeEmpty();
    }

    [Fact]
    public async Task Secrets_OfAProcess_AreFoundInNothingThatIsWrittenOrPrinted()
    {
        using var sandbox = new Sandbox();
        sandbox.Write("engine.py", ProcessEngine);
        sandbox.Write("suite.yaml", ProcessSuite);

        (await RunAsync(sandbox, "run", "suite.yaml", "--env", "fine", "--verbose")).Out.Should().Contain("its last words: [").And.Contain("characters cut]${secret:");
        (await RunAsync(sandbox, "run", "suite.yaml", "--env", "log")).Out.Should().Contain("LOG");
        await RunAsync(sandbox, "replay", "last");
        (await RunAsync(sandbox, "try", "all", "--suite", "suite.yaml", "--env", "fine")).Out.Should().Contain("${secret:");
        (await RunAsync(sandbox, "engine", "check", "--suite", "suite.yaml", "--env", "fine")).Out.Should().Contain("echo ${secret:");
        (await RunAsync(sandbox, "engine", "check", "--suite", "suite.yaml", "--env", "log", "--json")).Out.Should().Contain("LOG").And.Contain("v ${secret:");

        _canaries.FindBelow(sandbox.Data).Should().BeEmpty();
    }

    private async Task<ProgramResult> RunAsync(Sandbox sandbox, params string[] args)
    {
        var result = await TestOpsBinary.RunAsync(args, sandbox.Folder, _environment);
        _canaries.FindIn($"output of {string.Join(' ', args)}", System.Text.Encoding.UTF8.GetBytes(result.Out + result.Error)).Should().BeEmpty();
        result.ExitCode.Should().BeOneOf([0, 10, 11, 12, 13, 14, 20, 21], "{0}: {1}", string.Join(' ', args), result);
        return result;
    }
}
