using System.Text.Json;
using TestOps.Core.Suites;

namespace TestOps.Core.Planning;

/// <summary>The rows of one data source.</summary>
/// <param name="Name">Name of the source.</param>
/// <param name="Pick">How a session gets its row.</param>
/// <param name="Rows">JSON objects; values of CSV files are strings.</param>
/// <param name="Sha256">Digest of the file's bytes, lower-case hex.</param>
public sealed record DataTable(string Name, DataPick Pick, IReadOnlyList<JsonElement> Rows, string Sha256);
