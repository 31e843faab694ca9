using TestOps.Core.Suites;

namespace TestOps.Core.Planning;

/// <summary>What <see cref="DataTableReader"/> made of a data file.</summary>
/// <param name="Table">The rows; null where there are problems.</param>
/// <param name="Problems">Problems with the lines of the data file; empty where there is a table.</param>
public sealed record DataTableReading(DataTable? Table, IReadOnlyList<SuiteProblem> Problems);
