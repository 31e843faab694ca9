using TestOps.Core;
using TestOps.Core.Engines;
using TestOps.Core.Suites;
using TestOps.Engines.Http;
using TestOps.Engines.Toron;

namespace TestOps.Engines.Tests.Toron;

/// <summary>A <see cref="ToronServer"/> over real sockets, for one test, and an http engine pointed at it.</summary>
internal sealed class RunningToron : IAsyncDisposable
{
    private readonly CancellationTokenSource _stop = new();
    private readonly FirstLine _output = new();

    private RunningToron(ToronServerOptions options, TextReader? parentPipe) =>
        Completion = ToronServer.RunAsync(options, _output, parentPipe, _stop.Token);

    public Task Completion { get; }

    public string Line { get; private set; } = "";

    public Uri Address => new(Line[Line.IndexOf("http", StringComparison.Ordinal)..]);

    public static Task<RunningToron> StartAsync(params string[] faults) =>
        StartAsync(new ToronServerOptions { Faults = [.. faults.Select(ToronFault.Parse)], Instance = 1 });

    public static async Task<RunningToron> StartAsync(ToronServerOptions options, TextReader? parentPipe = null)
    {
        var server = new RunningToron(options, parentPipe);
        var first = await Task.WhenAny(server._output.Line, server.Completion).WaitAsync(EngineCalls.Deadline);
        await first;
        server.Line = await server._output.Line;
        return server;
    }

    public async Task<EngineLease> LeaseAsync(TimeSpan? timeout = null)
    {
        var spec = new EngineSpec { Kind = "http", BaseUrl = Address.ToString(), Timeout = timeout ?? TimeSpan.FromSeconds(30), Health = "/health", Version = new VersionSpec("GET", "/version", "/version") };
        return await new HttpEngineFactory().Create(spec, EngineCalls.Binding()).LeaseAsync(new LeaseRequest(LeasePurpose.Sim), EngineCalls.Deadline);
    }

    public async ValueTask DisposeAsync()
    {
        await _stop.CancelAsync();
        try
        {
            await Completion;
        }
        catch (TestOpsException)
        {
            // The fault `die`: tests that care await Completion themselves.
        }

        _stop.Dispose();
    }

    private sealed class FirstLine : StringWriter
    {
        private readonly TaskCompletionSource<string> _line = new(TaskCreationOptions.RunContinuationsAsynchronously);

        public Task<string> Line => _line.Task;

        public override Task WriteLineAsync(string? value)
        {
            _line.TrySetResult(value!);
            return Task.CompletedTask;
        }
    }
}
