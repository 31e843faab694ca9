using System.Globalization;
using System.Text;

namespace TestOps.HostileEngine;

/// <summary>Engines that answer with more than anybody asked for.</summary>
internal static class HugeModes
{
    private const int Megabyte = 1024 * 1024;

    private static readonly byte[] s_megabyte = [.. Enumerable.Repeat((byte)' ', Megabyte)];

    public static IReadOnlyList<HostileMode> All { get; } =
    [
        new("headers-100000", static async connection =>
        {
            var headers = new StringBuilder("HTTP/1.1 200 OK\r\n");
            for (var number = 0; number < 100_000; number++)
            {
                headers.Append(CultureInfo.InvariantCulture, $"X-{number}: {number}\r\n");
            }

            await connection.SendAsync(headers.Append("Content-Length: 0\r\n\r\n").ToString());
            return true;
        }),
        new("header-10mb", static async connection =>
        {
            await connection.SendAsync("HTTP/1.1 200 OK\r\nX-Long: ");
            await SendMegabytesAsync(connection, 10);
            await connection.SendAsync("\r\nContent-Length: 0\r\n\r\n");
            return true;
        }),
        new("body-50mb", static async connection =>
        {
            await connection.SendAsync($"HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nContent-Length: {50 * Megabyte}\r\n\r\n");
            await SendMegabytesAsync(connection, 50);
            return true;
        }),
        new("body-50mb-chunked", static async connection =>
        {
            await connection.SendAsync("HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nTransfer-Encoding: chunked\r\n\r\n");
            for (var sent = 0; sent < 50; sent++)
            {
                await connection.SendAsync("100000\r\n");
                await connection.SendAsync(s_megabyte);
                await connection.SendAsync("\r\n");
            }

            await connection.SendAsync("0\r\n\r\n");
            return true;
        }),
        new("body-endless", static async connection =>
        {
            await connection.SendAsync("HTTP/1.1 200 OK\r\nContent-Type: application/json\r\n\r\n");
            await SendMegabytesAsync(connection, int.MaxValue);
            return false;
        }),
    ];

    private static async Task SendMegabytesAsync(HostileConnection connection, int count)
    {
        for (var sent = 0; sent < count; sent++)
        {
            await connection.SendAsync(s_megabyte);
        }
    }
}
