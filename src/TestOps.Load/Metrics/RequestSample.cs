using TestOps.Core.Engines;

namespace TestOps.Load.Metrics;

/// <summary>One request that was answered or failed.</summary>
/// <param name="Tags">Its tags.</param>
/// <param name="Timings">Where its time went.</param>
/// <param name="StartLagNs">How late its iteration started; null where no schedule asked for it.</param>
public readonly record struct RequestSample(SampleTags Tags, CallTimings Timings, long? StartLagNs = null);
