using System.CommandLine;
using System.CommandLine.Parsing;
using System.Net;
using TestOps.Cli.Composition;
using TestOps.Server.Hosting;
using TestOps.Server.Runs;

namespace TestOps.Cli.Commands;

/// <summary><c>testops serve</c>: the HTTP API over the same runner, store and suites.</summary>
internal sealed class ServeCommand
{
    private const string DefaultUrl = "http://127.0.0.1:8180";

    private readonly CliHost _host;
    private readonly Option<string[]> _suites = new("--suite")
    {
        Description = "A suite that callers may run, the first by default; repeatable (default: the bundled sample)",
        HelpName = "FILE",
        DefaultValueFactory = _ => [],
        AllowMultipleArgumentsPerToken = true,
    };

    private readonly Option<Uri?> _url = new("--urls") { Description = $"Address on loopback, :0 takes a free port (default: {DefaultUrl})", HelpName = "URL", CustomParser = ParseUrl };
    private readonly Option<int> _concurrent = new("--concurrent-runs") { Description = "Runs at a time; their loads never overlap", DefaultValueFactory = _ => new RunQueueOptions().ConcurrentRuns, HelpName = "N" };
    private readonly Option<int> _queue = new("--queue") { Description = "Runs that may wait; further ones are refused", DefaultValueFactory = _ => new RunQueueOptions().QueueLimit, HelpName = "N" };
    private readonly Option<TimeSpan?> _timeout = new("--run-timeout") { Description = "Time limit of a run (default: 2h)", HelpName = "DURATION", CustomParser = Durations.Parse };
    private readonly Option<TimeSpan?> _finish = new("--finish") { Description = "How long a shutdown lets runs end by themselves before it cancels them (default: 10s)", HelpName = "DURATION", CustomParser = Durations.Parse };
    private readonly Option<TimeSpan?> _unlock = new("--unlock-for") { Description = "How long /begin unlocks testing (default: 8h)", HelpName = "DURATION", CustomParser = Durations.Parse };
    private readonly Option<string[]> _origins = new("--cors-origin") { Description = "An origin whose pages may call the API; repeatable (default: every port of this machine)", HelpName = "ORIGIN", DefaultValueFactory = _ => [] };
    private readonly Option<int?> _workers = WorkerOption.Create();
    private readonly PlanOptions _plan = new();
    private readonly TargetOptions _target = new();

    private ServeCommand(CliHost host) => _host = host;

    public static Command Create(CliHost host)
    {
        var serve = new ServeCommand(host);
        serve._concurrent.Validators.Add(Ranges.Whole(1, 64));
        serve._queue.Validators.Add(Ranges.Whole(0, 10_000));
        var command = new Command("serve", "Serves the HTTP API until it is stopped; the first Ctrl-C or SIGTERM ends its runs in good order")
        {
            serve._url, serve._suites, serve._concurrent, serve._queue, serve._timeout, serve._finish, serve._unlock, serve._origins, serve._workers,
        };
        serve._plan.AddCapsTo(command);
        serve._target.AddTo(command);
        command.SetAction(serve.ExecuteAsync);
        return Examples.Add(command, "testops serve", "testops serve --urls http://127.0.0.1:9000 --data /var/lib/testops --suite toron.yaml checkout.yaml");
    }

    private async Task<int> ExecuteAsync(ParseResult parsed, CancellationToken cancellationToken)
    {
        await using var served = await TestOpsHost.OpenAsync(
            _host,
            new TestOpsHostOptions
            {
                DataFolder = parsed.GetValue(GlobalOptions.Data),
                Suites = parsed.GetValue(_suites) ?? [],
                AllowedTargets = _target.Hosts(parsed),
                Caps = _plan.Caps(parsed),
                Workers = parsed.GetValue(_workers) ?? Environment.ProcessorCount,
            },
            cancellationToken);
        var url = parsed.GetValue(_url) ?? new Uri(DefaultUrl);
        var bounds = served.Server.Runs;
        var options = served.Server with
        {
            Runs = bounds with
            {
                ConcurrentRuns = parsed.GetValue(_concurrent),
                QueueLimit = parsed.GetValue(_queue),
                TimeoutMax = parsed.GetValue(_timeout) ?? bounds.TimeoutMax,
                FinishFor = parsed.GetValue(_finish) ?? bounds.FinishFor,
            },
            UnlockFor = parsed.GetValue(_unlock) ?? TimeSpan.FromHours(8),

            // A name that resolves to loopback must not let a page of that name talk to us (DNS rebinding).
            AllowedHosts = ["localhost", "127.0.0.1", "[::1]", url.Host],
            CorsOrigins = parsed.GetValue(_origins) is { Length: > 0 } origins ? origins : null,
        };
        await using var server = await ServerHost.StartAsync(url, options, cancellationToken);
        await _host.Out.WriteLineAsync($"testops listening on {server.Address}, suites: {string.Join(", ", served.Server.Suites.Suites.Select(suite => suite.Name))}, data: {served.DataFolder}, reference: {server.Address}/reference");
        await _host.Out.FlushAsync(CancellationToken.None);
        await UntilAsync(cancellationToken);
        await _host.Error.WriteLineAsync("testops: stopping; runs end in good order. Once more ends the process at once");
        await server.StopAsync();
        return 0;
    }

    private static async Task UntilAsync(CancellationToken stop)
    {
        var stopped = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        await using var registration = stop.Register(stopped.SetResult);
        await stopped.Task;
    }

    private static Uri? ParseUrl(ArgumentResult argument)
    {
        var text = argument.Tokens[0].Value;
        if (!Uri.TryCreate(text, UriKind.Absolute, out var url) || url.Scheme != Uri.UriSchemeHttp || url.PathAndQuery != "/")
        {
            argument.AddError($"'{text}' is no address to listen on: write http://127.0.0.1:PORT");
            return null;
        }

        if (url.Host != "localhost" && !(IPAddress.TryParse(url.Host.Trim('[', ']'), out var address) && IPAddress.IsLoopback(address)))
        {
            argument.AddError($"'{text}' is beyond loopback, where the API demands keys, which this version does not have: bind 127.0.0.1 and put a proxy of your own in front");
            return null;
        }

        return url;
    }
}
