namespace TestOps.Core.Suites;

/// <summary>An environment variable that a suite reads.</summary>
/// <param name="Name">Its name.</param>
/// <param name="IsRequired">Whether it must be set: somewhere it is read without <c>??</c> or <c>||</c> behind it.</param>
/// <param name="Environment">The environment of the suite that reads it; null where every run does.</param>
/// <param name="Phase">The extra phase that reads it; null where every run does.</param>
public sealed record EnvironmentVariable(string Name, bool IsRequired, string? Environment = null, string? Phase = null)
{
    /// <summary>Environments in which nothing reads it, because they override the key of <c>engine</c> that does; none by default.</summary>
    public IReadOnlyList<string> NotIn { get; init; } = [];

    /// <summary>Whether a run of <paramref name="phases"/> under <paramref name="environment"/> reads it.</summary>
    public bool IsReadIn(string? environment, IReadOnlyList<string> phases) =>
        (Environment is null || Environment == environment) && (Phase is null || phases.Contains(Phase)) && (environment is null || !NotIn.Contains(environment));
}
