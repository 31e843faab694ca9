using Microsoft.AspNetCore.Server.Kestrel.Core;
using TestOps.Server.Problems;

namespace TestOps.Server.Hosting;

/// <summary>The limits of connections that the API is made for.</summary>
public static class TestOpsKestrel
{
    /// <summary>Small requests, headers within 10 s, no server name, at most 20,000 connections, and 32 KiB of unsent answer for each before its writer waits.</summary>
    public static void Configure(KestrelServerOptions kestrel)
    {
        kestrel.AddServerHeader = false;
        kestrel.Limits.MaxRequestBodySize = JsonBody.MaxBytes;
        kestrel.Limits.MaxRequestHeadersTotalSize = 16 * 1024;
        kestrel.Limits.RequestHeadersTimeout = TimeSpan.FromSeconds(10);
        kestrel.Limits.MaxConcurrentConnections = 20_000;
        kestrel.Limits.MaxResponseBufferSize = 32 * 1024;
    }
}
