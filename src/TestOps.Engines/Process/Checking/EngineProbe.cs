using System.Text;
using TestOps.Core.Clocks;
using TestOps.Core.Engines;

namespace TestOps.Engines.Process.Checking;

/// <summary>The calls that a check sends.</summary>
internal static class EngineProbe
{
    public const string NoSuchPath = "/testops-check/no-such-path";
    public const string NoSuchMethod = "TESTOPS-CHECK";

    private const int BigBytes = 1024 * 1024;

    // Everything that JSON escapes or leaves alone, and what lines and terminals stumble over.
    private const string Difficult = "é ß 日本 🦉 \u2028 \u0000 \u001b[31m \" \\ \\u0041 \n \r\n </script>";

    public static EngineCall Get(string path, string method = "GET") => new() { Context = ContextOf(), Method = method, Path = path };

    public static EngineCall Json(string path, string json) => WithBody(path, "application/json", Encoding.UTF8.GetBytes(json));

    public static EngineCall Text(string path) => WithBody(path, "text/plain; charset=utf-8", "What is an engine?"u8.ToArray());

    public static EngineCall Binary(string path) => WithBody(path, "application/octet-stream", [0xff, 0xfe, 0x00, 0x80]);

    public static EngineCall Unicode(string path) => WithBody($"{path}?q=日本 🦉", "text/plain; charset=utf-8", Encoding.UTF8.GetBytes(Difficult));

    public static EngineCall Big(string path) => WithBody(path, "text/plain; charset=utf-8", Encoding.ASCII.GetBytes(new string('x', BigBytes)));

    /// <summary>The same call as another virtual user's: contexts are not shared.</summary>
    public static EngineCall As(this EngineCall call, long session) =>
        new() { Context = ContextOf(session), Method = call.Method, Path = call.Path, Headers = call.Headers, Body = call.Body, ContentType = call.ContentType };

    private static EngineCall WithBody(string path, string contentType, byte[] body) =>
        new() { Context = ContextOf(), Method = "POST", Path = path, ContentType = contentType, Body = body };

    private static CallContext ContextOf(long session = 0) => new() { Session = session, Step = 1, Clock = SessionClock.Virtual() };
}
