namespace TestOps.Load;

/// <summary>What became of the iterations of one load scenario.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Complete">Complete iterations.</param>
/// <param name="Interrupted">Iterations that were cut short; null where the driver does not tell.</param>
/// <param name="Dropped">Planned starts that did not happen.</param>
/// <param name="VusMax">Most virtual users that it may have.</param>
internal sealed record ScenarioTally(string Name, long Complete, long? Interrupted, long Dropped, int VusMax)
{
    /// <summary>Why starts did not happen, for people.</summary>
    public string DropReason { get; init; } = $"no virtual user was free in time (at most {VusMax})";
}
