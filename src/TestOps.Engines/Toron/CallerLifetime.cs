using Microsoft.Extensions.Hosting;

namespace TestOps.Engines.Toron;

/// <summary>Leaves signals to the caller: the host's own lifetime would take Ctrl-C away from the command line.</summary>
internal sealed class CallerLifetime : IHostLifetime
{
    public Task WaitForStartAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;
}
