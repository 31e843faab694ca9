using System.Globalization;
using System.Security.Cryptography;
using System.Text.Json;
using TestOps.Core.Suites;

namespace TestOps.Core.Planning;

/// <summary>Reads data files: JSON Lines (<c>.jsonl</c>) or CSV with a header (<c>.csv</c>), in UTF-8.</summary>
public static class DataTableReader
{
    /// <summary>Most rows of a file.</summary>
    public const int RowsMax = 1_000_000;

    /// <summary>Most bytes of a file: 256 MiB.</summary>
    public const int BytesMax = 256 * 1024 * 1024;

    /// <summary>Most problems that are listed for a file.</summary>
    internal const int ProblemsMax = 20;

    /// <summary>Reads the rows of <paramref name="source"/> from the file's <paramref name="bytes"/>. Lines of the problems are those of the data file.</summary>
    public static DataTableReading Parse(DataSourceSpec source, ReadOnlyMemory<byte> bytes)
    {
        ArgumentNullException.ThrowIfNull(source);
        if (bytes.Length > BytesMax)
        {
            return Refused(source, $"the file has {bytes.Length} bytes, at most {BytesMax} are read", "split it");
        }

        var problems = new List<SuiteProblem>();
        var content = WithoutByteOrderMark(bytes);
        IReadOnlyList<JsonElement> rows = source.File.EndsWith(".csv", StringComparison.Ordinal)
            ? CsvRows.Read(source.File, content, problems)
            : JsonLines.Read(source.File, content, problems);
        if (rows.Count > RowsMax)
        {
            return Refused(source, string.Create(CultureInfo.InvariantCulture, $"the file has more than {RowsMax} rows"), "split it");
        }

        if (rows.Count == 0 && problems.Count == 0)
        {
            return Refused(source, "the file has no rows", "add a row, or remove the source from sim.data");
        }

        return problems.Count > 0
            ? new DataTableReading(null, problems)
            : new DataTableReading(new DataTable(source.Name, source.Pick, rows, Convert.ToHexStringLower(SHA256.HashData(bytes.Span))), []);
    }

    private static DataTableReading Refused(DataSourceSpec source, string message, string hint) => new(null, [new SuiteProblem(source.File, 0, message, hint)]);

    private static ReadOnlyMemory<byte> WithoutByteOrderMark(ReadOnlyMemory<byte> bytes)
        => bytes.Span.StartsWith("\uFEFF"u8) ? bytes[3..] : bytes;
}
