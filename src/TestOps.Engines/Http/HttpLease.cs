using System.Globalization;
using TestOps.Core.Engines;
using TestOps.Core.Suites;

namespace TestOps.Engines.Http;

/// <summary>A lease of an HTTP service: of a process that it owns, of a service that was reset for it, or of one of which nothing is known.</summary>
internal sealed class HttpLease(EngineSpec spec, HttpClientOptions options, HttpEngineClient client, OwnedProcess? process, string? reset) : EngineLease
{
    private string? _version;

    public override EvidenceClass Evidence => IsFresh ? EvidenceClass.Cooperating : EvidenceClass.BlackBox;

    public override bool IsFresh => process is not null || reset is not null;

    public override string Freshness
    {
        get
        {
            var place = $"at {options.BaseAddress.AbsoluteUri.TrimEnd('/')}{(reset is null ? "" : $", reset by {reset}")}";
            return process is not null ? string.Create(CultureInfo.InvariantCulture, $"a fresh process (pid {process.Id}) {place}") : reset is null ? $"a warm engine {place}" : $"an engine {place}";
        }
    }

    public override string? Version => _version;

    public override Uri? BaseAddress => options.BaseAddress;

    public override string Host => process is null ? base.Host : "";

    public override IReadOnlyList<Header> Headers => options.Headers;

    public override long MaxBodyBytes => options.MaxBodyBytes;

    public override TimeSpan Timeout => options.Timeout;

    public override IEngineClient ClientFor(long session) => client;

    /// <summary>Resets by call; what a command does is done before a process starts.</summary>
    public override async Task<bool> ResetAsync(CancellationToken cancellationToken)
    {
        if (spec.Reset is not CallReset call)
        {
            return false;
        }

        await EngineReset.CallAsync(call, options, cancellationToken).ConfigureAwait(false);
        return true;
    }

    public override Task<string?> EndOfProcessAsync(CancellationToken cancellationToken) => process?.EndAsync(client.HasLostConnection, cancellationToken) ?? base.EndOfProcessAsync(cancellationToken);

    /// <summary>Asks whether the engine is there, resets it by call where the suite says so, and asks its health and version.</summary>
    public async Task MakeReadyAsync(CancellationToken cancellationToken)
    {
        var readiness = new HttpReadiness(spec, options, client);
        await readiness.ConnectAsync(cancellationToken).ConfigureAwait(false);
        await ResetAsync(cancellationToken).ConfigureAwait(false);
        _version = await readiness.CheckAsync(cancellationToken).ConfigureAwait(false);
    }

    public override async ValueTask DisposeAsync()
    {
        client.Dispose();
        if (process is not null)
        {
            await process.DisposeAsync().ConfigureAwait(false);
        }

        await base.DisposeAsync().ConfigureAwait(false);
    }
}
