using Microsoft.Extensions.Hosting;

namespace TestOps.Cli.Composition;

/// <summary>A host whose life the command rules: signals are the command's business.</summary>
internal sealed class CommandLifetime : IHostLifetime
{
    public Task WaitForStartAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;
}
