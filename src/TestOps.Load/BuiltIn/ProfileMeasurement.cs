using TestOps.Load.Metrics;
using TestOps.Load.Profiles;
using TestOps.Load.Thresholds;

namespace TestOps.Load.BuiltIn;

/// <summary>What a profile came to that ran in this process.</summary>
/// <param name="Result">What was measured.</param>
/// <param name="Executors">The executors, with their counts.</param>
/// <param name="Thresholds">What came of the thresholds, in the order of the suite.</param>
/// <param name="Abort">The threshold that ended the load early; null where none did.</param>
/// <param name="Generator">How the generator itself did.</param>
internal sealed record ProfileMeasurement(
    LoadResult Result, IReadOnlyList<Executor> Executors, IReadOnlyList<ThresholdOutcome> Thresholds, LoadAbort? Abort, GeneratorReport Generator);
