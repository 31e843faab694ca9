using TestOps.Load.Metrics;
using TestOps.Load.Profiles;

namespace TestOps.Load.BuiltIn;

/// <summary>What a profile came to that ran in this process.</summary>
/// <param name="Result">What was measured.</param>
/// <param name="Executors">The executors, with their counts.</param>
/// <param name="Generator">How the generator itself did.</param>
internal sealed record ProfileMeasurement(LoadResult Result, IReadOnlyList<Executor> Executors, GeneratorReport Generator);
