namespace TestOps.Load.Thresholds;

/// <summary>A threshold that ended a load early.</summary>
/// <param name="Outcome">What it came to at that moment: this is what is reported of it, whatever the interrupted requests would have changed.</param>
/// <param name="After">When, since the start of the load.</param>
internal sealed record LoadAbort(ThresholdOutcome Outcome, TimeSpan After);
