using System.Globalization;
using System.Net;
using System.Security.Cryptography;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Connections;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using TestOps.Core;
using TestOps.Core.WarRoom;

namespace TestOps.Engines.Toron;

/// <summary>The reference model as a real HTTP server on loopback: <c>testops engine toron</c>.</summary>
public static class ToronServer
{
    // Above 6 x 50,001 bytes, the longest escaped form of a prompt that is too long by one: that must be answered 500, as the contract says.
    private const long MaxRequestBytes = 4 * 1024 * 1024;

    /// <summary>
    /// Serves until <paramref name="cancellationToken"/> is cancelled or <paramref name="parentPipe"/> ends. Prints one line when it listens:
    /// <c>toron (built-in reference model, not Ryuzen Toron) listening on http://127.0.0.1:PORT</c>.
    /// </summary>
    /// <param name="options">Port, latency and faults.</param>
    /// <param name="output">Gets the line.</param>
    /// <param name="parentPipe">Standard input where a parent holds the other end; its end is the parent's death. Null serves on.</param>
    /// <param name="cancellationToken">Stops the server.</param>
    /// <exception cref="TestOpsException">The port is in use, or the fault <c>die</c> struck.</exception>
    public static async Task RunAsync(ToronServerOptions options, TextWriter output, TextReader? parentPipe, CancellationToken cancellationToken)
    {
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        var faults = new ToronFaults(options.Faults);
        var number = options.Instance ?? RandomNumberGenerator.GetInt32(1, 1_000_000);
        var instance = new ToronInstance(faults, number, ToronBounds.Server, new ToronCounter());
        var handler = new ToronHandler(instance, options, stop);

        var app = Build(options.Port, handler);
        await using var disposal = app.ConfigureAwait(false);
        try
        {
            await app.StartAsync(stop.Token).ConfigureAwait(false);
        }
        catch (IOException exception) when (exception.InnerException is AddressInUseException)
        {
            throw new TestOpsException(
                IncidentCodes.EngineStartFailed, $"port {options.Port.ToString(CultureInfo.InvariantCulture)} on 127.0.0.1 is in use",
                "choose another port, or --port 0 for a free one", exception);
        }

        await output.WriteLineAsync($"{ToronContract.DisplayName} listening on {AddressOf(app)}").ConfigureAwait(false);
        await output.FlushAsync(CancellationToken.None).ConfigureAwait(false);
        if (parentPipe is not null)
        {
            StopWithParent(parentPipe, stop);
        }

        await UntilStoppedAsync(stop.Token).ConfigureAwait(false);
        await app.StopAsync(CancellationToken.None).ConfigureAwait(false);
        if (handler.HasDied)
        {
            throw new TestOpsException(IncidentCodes.EngineUnreachable, "the engine died (planted fault 'die')", "start it again, or leave the fault out");
        }
    }

    private static WebApplication Build(int port, ToronHandler handler)
    {
        // The empty builder reads no ASPNETCORE_* variables and no appsettings.json of the working directory, and logs nothing.
        var builder = WebApplication.CreateEmptyBuilder(new WebApplicationOptions());
        builder.Services.AddSingleton<IHostLifetime, CallerLifetime>();
        builder.Services.Configure<HostOptions>(host => host.ShutdownTimeout = TimeSpan.FromSeconds(1));
        builder.WebHost.UseKestrelCore().ConfigureKestrel(kestrel =>
        {
            kestrel.AddServerHeader = false;
            kestrel.Limits.MaxRequestBodySize = MaxRequestBytes;
            kestrel.Listen(IPAddress.Loopback, port);
        });
        var app = builder.Build();
        app.Run(handler.HandleAsync);
        return app;
    }

    private static string AddressOf(WebApplication app) =>
        app.Services.GetRequiredService<IServer>().Features.GetRequiredFeature<IServerAddressesFeature>().Addresses.First();

    // A blocking read on a thread of its own: standard input has no asynchronous reads, and the thread is a background one, so it never keeps
    // the process alive. The source may be gone when the parent outlives the server; cancelling it then means nothing.
    private static void StopWithParent(TextReader parentPipe, CancellationTokenSource stop)
    {
        var watcher = new Thread(() =>
        {
            while (parentPipe.ReadLine() is not null)
            {
            }

            try
            {
                stop.Cancel();
            }
            catch (ObjectDisposedException)
            {
            }
        })
        {
            IsBackground = true,
            Name = "toron parent watch",
        };
        watcher.Start();
    }

    private static async Task UntilStoppedAsync(CancellationToken stop)
    {
        var stopped = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        await using var registration = stop.Register(stopped.SetResult).ConfigureAwait(false);
        await stopped.Task.ConfigureAwait(false);
    }
}
