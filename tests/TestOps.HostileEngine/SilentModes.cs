namespace TestOps.HostileEngine;

/// <summary>Engines that keep their callers waiting, or leave them.</summary>
internal static class SilentModes
{
    private static readonly TimeSpan s_slow = TimeSpan.FromMilliseconds(150);

    public static IReadOnlyList<HostileMode> All { get; } =
    [
        new("slow", static async connection =>
        {
            await connection.PauseAsync(s_slow);
            return await HostileMode.Good.Answer(connection);
        }),
        new("hang", static async connection =>
        {
            await connection.WaitForCallerAsync();
            return false;
        }),
        new("hang-headers", static connection => HangAfterAsync(connection, "HTTP/1.1 200 OK\r\nContent-Type: appli")),
        new("hang-body", static connection => HangAfterAsync(connection, "HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nContent-Length: 13\r\n\r\n{\"ans")),
        new("drip", static async connection =>
        {
            await connection.SendAsync("HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nContent-Length: 1000\r\n\r\n");
            while (true)
            {
                await connection.PauseAsync(s_slow);
                await connection.SendAsync(" ");
            }
        }),
        new("close", static _ => Task.FromResult(false)),
        new("reset", static connection =>
        {
            connection.Reset();
            return Task.FromResult(false);
        }),
        new("half", static async connection =>
        {
            await connection.SendAsync("HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nContent-Le");
            return false;
        }),
        new("die", static connection =>
        {
            connection.Die();
            return Task.FromResult(false);
        }),
    ];

    private static async Task<bool> HangAfterAsync(HostileConnection connection, string text)
    {
        await connection.SendAsync(text);
        await connection.WaitForCallerAsync();
        return false;
    }
}
