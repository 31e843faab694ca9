namespace TestOps.Core.Suites;

/// <summary>A file of rows beside the suite: JSON Lines (<c>.jsonl</c>) or CSV with a header (<c>.csv</c>).</summary>
public sealed record DataSourceSpec(string Name, string File, DataPick Pick);
