using System.Globalization;
using TestOps.Core;
using TestOps.Core.Engines;
using TestOps.Core.Suites;
using TestOps.Core.WarRoom;
using TestOps.Engines.Http;
using TestOps.Processes;

namespace TestOps.Engines.Toron;

/// <summary>The lease of the load phase: the same model as a fresh child process, so that load meets real sockets.</summary>
internal sealed class ToronChildLease : EngineLease
{
    private const string Listening = " listening on ";

    private readonly ChildProcess _child;
    private readonly HttpEngineClient _client;
    private readonly EngineSpec _spec;

    private ToronChildLease(ChildProcess child, HttpEngineClient client, Uri address, EngineSpec spec)
    {
        _child = child;
        _client = client;
        BaseAddress = address;
        _spec = spec;
    }

    public override EvidenceClass Evidence => EvidenceClass.Cooperating;

    public override bool IsFresh => true;

    public override string Freshness => string.Create(
        CultureInfo.InvariantCulture, $"a fresh child process (pid {_child.Id}) at {BaseAddress!.GetLeftPart(UriPartial.Authority)} (built-in reference model, not Ryuzen Toron)");

    public override string? Version => ToronContract.LeaseVersion;

    public override Uri BaseAddress { get; }

    public override string Host => "";

    public override TimeSpan Timeout => _spec.Timeout;

    public override long MaxBodyBytes => _spec.MaxBodyBytes;

    public static async Task<ToronChildLease> StartAsync(
        EngineSpec spec, EngineBinding binding, ToronFaults faults, ToronChildCommand command, CancellationToken cancellationToken)
    {
        var child = await StartChildAsync(spec, binding, faults, command, cancellationToken).ConfigureAwait(false);
        var line = child.ReadyLine!;
        var address = new Uri(line[(line.LastIndexOf(Listening, StringComparison.Ordinal) + Listening.Length)..]);
        var client = new HttpEngineClient(new HttpClientOptions(address, [], spec.Timeout, spec.MaxBodyBytes, new LeaseScope(binding)));
        return new ToronChildLease(child, client, address, spec);
    }

    public override IEngineClient ClientFor(long session) => _client;

    public override async ValueTask DisposeAsync()
    {
        _client.Dispose();
        await _child.DisposeAsync().ConfigureAwait(false);
        await base.DisposeAsync().ConfigureAwait(false);
    }

    private static async Task<ChildProcess> StartChildAsync(
        EngineSpec spec, EngineBinding binding, ToronFaults faults, ToronChildCommand command, CancellationToken cancellationToken)
    {
        string[] arguments =
        [
            .. command.PrefixArguments, "engine", "toron", "--port", "0", "--latency", spec.RealLatency ? "real" : "none", "--parent-pipe",
            .. faults.Texts.SelectMany(text => new[] { "--fault", text }),
        ];
        try
        {
            var options = new ChildProcessOptions
            {
                FileName = command.FileName,
                Arguments = arguments,
                Guard = GuardCommand.Of(command.FileName, command.PrefixArguments),
                IsReadyLine = line => line.Contains(Listening, StringComparison.Ordinal),
                Time = binding.Time,
            };
            return await ChildProcess.StartAsync(options, cancellationToken).ConfigureAwait(false);
        }
        catch (ChildProcessException exception)
        {
            throw new TestOpsException(IncidentCodes.EngineStartFailed, $"the reference model did not start: {exception.Message}", exception.Hint, exception);
        }
    }
}
