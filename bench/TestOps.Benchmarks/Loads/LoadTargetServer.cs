using System.Globalization;
using System.Net;
using System.Text;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.Extensions.DependencyInjection;

namespace TestOps.Benchmarks.Loads;

/// <summary>
/// What the load generators are pointed at: Kestrel without middleware. <c>/json</c> answers at once, <c>/slow/MS</c> after so many milliseconds. It says its port, and ends with its
/// standard input.
/// </summary>
internal static class LoadTargetServer
{
    private static readonly byte[] s_json = Encoding.UTF8.GetBytes("""{"id":42,"answer":"forty-two","tags":["a","b"]}""");

    public static async Task RunAsync()
    {
        var builder = WebApplication.CreateEmptyBuilder(new WebApplicationOptions());
        builder.WebHost.UseKestrelCore().ConfigureKestrel(static kestrel => kestrel.Listen(IPAddress.Loopback, 0));
        await using var app = builder.Build();
        app.Run(static async context =>
        {
            var path = context.Request.Path.Value!;
            if (path.StartsWith("/slow/", StringComparison.Ordinal))
            {
                await Task.Delay(int.Parse(path.AsSpan("/slow/".Length), CultureInfo.InvariantCulture));
            }

            context.Response.ContentType = "application/json";
            context.Response.ContentLength = s_json.Length;
            await context.Response.Body.WriteAsync(s_json);
        });
        await app.StartAsync();
        var address = app.Services.GetRequiredService<IServer>().Features.GetRequiredFeature<IServerAddressesFeature>().Addresses.First();
        Console.WriteLine(new Uri(address).Port);
        Console.In.ReadToEnd();
        await app.StopAsync();
    }
}
