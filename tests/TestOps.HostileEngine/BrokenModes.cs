using System.IO.Compression;
using System.Text;

namespace TestOps.HostileEngine;

/// <summary>Engines whose answers break the rules of HTTP.</summary>
internal static class BrokenModes
{
    private const string Json = "HTTP/1.1 200 OK\r\nContent-Type: application/json\r\n";

    // 256 MB of spaces in some 250 KB.
    private static readonly Lazy<byte[]> s_bomb = new(static () =>
    {
        using var bytes = new MemoryStream();
        using (var gzip = new GZipStream(bytes, CompressionLevel.Fastest, leaveOpen: true))
        {
            var spaces = new byte[1024 * 1024];
            spaces.AsSpan().Fill((byte)' ');
            for (var megabyte = 0; megabyte < 256; megabyte++)
            {
                gzip.Write(spaces);
            }
        }

        return bytes.ToArray();
    });

    public static IReadOnlyList<HostileMode> All { get; } =
    [
        Sends("garbage", "\0\u00FF\u0003 I am not HTTP\r\n\r\n\r\n"),
        Sends("status-line", "HTTP/1.1 abc\r\n\r\n"),
        Sends("length-too-long", Json + "Content-Length: 1000\r\n\r\n{\"answer\":42}"),
        new("length-too-short", static async connection =>
        {
            await connection.SendAsync(Json + "Content-Length: 5\r\n\r\n{\"answer\":42}");
            return true;
        }),
        Sends("chunk-invalid", Json + "Transfer-Encoding: chunked\r\n\r\nZZ\r\n{\"answer\":42}\r\n0\r\n\r\n"),
        Sends("chunk-endless-size", Json + "Transfer-Encoding: chunked\r\n\r\n" + new string('1', 1000) + "\r\n{\"answer\":42}\r\n0\r\n\r\n"),
        Sends("chunk-cut", Json + "Transfer-Encoding: chunked\r\n\r\nd\r\n{\"ans"),
        new("continue-flood", static async connection =>
        {
            var flood = Encoding.Latin1.GetBytes(string.Concat(Enumerable.Repeat("HTTP/1.1 100 Continue\r\n\r\n", 100)));
            while (true)
            {
                await connection.SendAsync(flood);
            }
        }),
        new("gzip-lie", static async connection =>
        {
            await connection.AnswerAsync("200 OK", """{"answer":42}""", "Content-Encoding: gzip");
            return true;
        }),
        new("gzip-bomb", static async connection =>
        {
            await connection.AnswerAsync("200 OK", s_bomb.Value, "Content-Encoding: gzip");
            return true;
        }),
    ];

    private static HostileMode Sends(string name, string text) => new(name, async connection =>
    {
        await connection.SendAsync(text);
        return false;
    });
}
