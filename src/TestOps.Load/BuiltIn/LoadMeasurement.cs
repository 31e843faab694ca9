using TestOps.Load.Metrics;
using TestOps.Load.Profiles;

namespace TestOps.Load.BuiltIn;

/// <summary>What a load came to.</summary>
/// <param name="Result">What was measured.</param>
/// <param name="Executors">The executors, with their counts.</param>
/// <param name="Generator">How the generator itself did.</param>
internal sealed record LoadMeasurement(LoadResult Result, IReadOnlyList<Executor> Executors, GeneratorReport Generator)
{
    /// <summary>The requests that failed.</summary>
    public FailedCalls FailedCalls { get; init; } = new();

    /// <summary>Host and port of the engine.</summary>
    public string Host { get; init; } = "";

    public long Complete => Executors.Sum(executor => executor.Complete);

    public long Interrupted => Executors.Sum(executor => executor.Interrupted);

    public long Requests => Result.Seconds.Sum(second => second.Requests);

    public long Failed => Result.Seconds.Sum(second => second.Failed);

    public long Unanswered => Result.Seconds.Sum(second => second.Unanswered);
}
