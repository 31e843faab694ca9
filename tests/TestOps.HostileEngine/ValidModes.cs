using System.Text;

namespace TestOps.HostileEngine;

/// <summary>Engines whose answers are valid HTTP, and unwelcome all the same.</summary>
internal static class ValidModes
{
    private const int Depth = 100_000;

    public static IReadOnlyList<HostileMode> All { get; } =
    [
        new("close-each", static async connection =>
        {
            await connection.AnswerAsync("200 OK", """{"answer":42}""", "Connection: close");
            return false;
        }),
        new("close-unannounced", static async connection =>
        {
            await HostileMode.Good.Answer(connection);
            return false;
        }),
        Answers("error", "500 Internal Server Error", """{"error":"out of memory"}"""),
        Answers("not-json", "200 OK", "<html><body>It works!</body></html>"),
        new("utf8-invalid", static async connection =>
        {
            await connection.AnswerAsync("200 OK", [.. "{\"answer\":\""u8, 0xC3, 0x28, 0xFF, .. "\"}"u8]);
            return true;
        }),
        Answers("duplicate-keys", "200 OK", """{"answer":42,"answer":43}"""),
        new("deep-json", static async connection =>
        {
            await connection.AnswerAsync("200 OK", new StringBuilder().Append('[', Depth).Append(']', Depth).ToString());
            return true;
        }),
        Answers("huge-number", "200 OK", $$"""{"answer":1e{{new string('9', 400)}}}"""),
        Answers("rate-limit", "429 Too Many Requests", """{"error":"slow down"}""", "Retry-After: 30"),
        Answers("redirect-loop", "302 Found", "", "Location: /query"),
        Answers("redirect-away", "302 Found", "", "Location: http://169.254.169.254/latest/meta-data/"),
    ];

    private static HostileMode Answers(string name, string status, string body, params string[] headers) => new(name, async connection =>
    {
        await connection.AnswerAsync(status, body, headers);
        return true;
    });
}
