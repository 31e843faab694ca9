namespace TestOps.Processes.Unix;

/// <summary>A living process as the system sees it.</summary>
internal readonly record struct ProcessEntry(int Id, int Parent, int Group, int Session);
