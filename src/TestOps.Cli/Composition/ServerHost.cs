using System.Net;
using System.Net.Sockets;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Connections;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Console;
using TestOps.Core;
using TestOps.Server.Hosting;

namespace TestOps.Cli.Composition;

/// <summary>The web server of <c>testops serve</c>.</summary>
internal sealed class ServerHost : IAsyncDisposable
{
    private readonly WebApplication _app;

    private ServerHost(WebApplication app) => _app = app;

    /// <summary>Where it listens, with the port that was taken.</summary>
    public string Address => _app.Services.GetRequiredService<IServer>().Features.GetRequiredFeature<IServerAddressesFeature>().Addresses.First();

    /// <summary>Starts to listen.</summary>
    /// <exception cref="OptionRefusedException">The address is in use, or cannot be bound.</exception>
    public static async Task<ServerHost> StartAsync(Uri url, TestOpsServerOptions options, CancellationToken cancellationToken)
    {
        var app = Build(url, options);
        try
        {
            await app.StartAsync(cancellationToken);
            return new ServerHost(app);
        }
        catch (IOException failure) when (failure.InnerException is AddressInUseException)
        {
            await app.DisposeAsync();
            throw new OptionRefusedException($"--urls: {url.GetLeftPart(UriPartial.Authority)} is in use", "choose another port, or :0 for a free one");
        }
        catch (Exception failure) when (failure is IOException or SocketException)
        {
            await app.DisposeAsync();
            throw new OptionRefusedException($"--urls: {url.GetLeftPart(UriPartial.Authority)} cannot be bound: {failure.Message}", "write http://127.0.0.1:PORT with a port that this user may take");
        }
    }

    /// <summary>Ends runs in good order, then stops listening.</summary>
    public Task StopAsync() => _app.StopAsync(CancellationToken.None);

    public ValueTask DisposeAsync() => _app.DisposeAsync();

    private static WebApplication Build(Uri url, TestOpsServerOptions options)
    {
        // The empty builder reads no ASPNETCORE_* variables and no appsettings.json of the working directory.
        var builder = WebApplication.CreateEmptyBuilder(new WebApplicationOptions());
        builder.Services.AddSingleton<IHostLifetime, CommandLifetime>();
        builder.Services.Configure<HostOptions>(host => host.ShutdownTimeout = options.Runs.FinishFor + (3 * options.Runs.DrainFor));
        builder.Services.Configure<ConsoleLoggerOptions>(console => console.LogToStandardErrorThreshold = LogLevel.Trace);
        builder.Logging.AddSimpleConsole(console =>
        {
            console.SingleLine = true;
            console.TimestampFormat = "yyyy-MM-ddTHH:mm:ssZ ";
            console.UseUtcTimestamp = true;
        });

        // The host tells failures to start in its own words and with their stacks; they are told once, by the command.
        builder.Logging.AddFilter("Microsoft", LogLevel.Error).AddFilter("Microsoft.Extensions.Hosting", LogLevel.Critical).SetMinimumLevel(LogLevel.Information);
        builder.WebHost.UseKestrelCore().ConfigureKestrel(kestrel =>
        {
            TestOpsKestrel.Configure(kestrel);
            Listen(kestrel, url);
        });
        builder.Services.AddTestOps(options);
        return builder.Build().MapTestOps();
    }

    private static void Listen(Microsoft.AspNetCore.Server.Kestrel.Core.KestrelServerOptions kestrel, Uri url)
    {
        if (url.Host == "localhost" && url.Port != 0)
        {
            kestrel.ListenLocalhost(url.Port);
        }
        else
        {
            kestrel.Listen(url.Host == "localhost" ? IPAddress.Loopback : IPAddress.Parse(url.Host.Trim('[', ']')), url.Port);
        }
    }
}
