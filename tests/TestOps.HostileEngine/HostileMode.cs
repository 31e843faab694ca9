namespace TestOps.HostileEngine;

/// <summary>One way to misbehave.</summary>
/// <param name="Name">As it is named on the command line and in docs/reference/failures.md.</param>
/// <param name="Answer">Answers one request; false closes the connection.</param>
public sealed record HostileMode(string Name, Func<HostileConnection, Task<bool>> Answer)
{
    /// <summary>The well-behaved one: every call before the first hostile one gets its answer.</summary>
    public static HostileMode Good { get; } = new("good", static async connection =>
    {
        await connection.AnswerAsync("200 OK", """{"answer":42}""");
        return true;
    });

    /// <summary>The mode of that name.</summary>
    /// <exception cref="ArgumentException">There is none.</exception>
    public static HostileMode Named(string name) =>
        All.FirstOrDefault(mode => mode.Name == name) ?? throw new ArgumentException($"'{name}' is no mode; there are: {string.Join(' ', All.Select(mode => mode.Name))}", nameof(name));

    /// <summary>Every mode.</summary>
    public static IReadOnlyList<HostileMode> All { get; } = [Good, .. SilentModes.All, .. BrokenModes.All, .. HugeModes.All, .. ValidModes.All];
}
