using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.Unicode;
using CsvHelper;
using TestOps.Core.Suites;

namespace TestOps.Core.Planning;

/// <summary>CSV (RFC 4180) with a header; every value is text.</summary>
internal static class CsvRows
{
    private const int RecordBytesMax = 1 << 20;

    public static List<JsonElement> Read(string file, ReadOnlyMemory<byte> bytes, List<SuiteProblem> problems)
    {
        var rows = new List<JsonElement>();
        if (!Utf8.IsValid(bytes.Span))
        {
            problems.Add(new SuiteProblem(file, LineOfInvalid(bytes.Span), "the line is not valid UTF-8", "save the file as UTF-8"));
            return rows;
        }

        var options = new CsvReaderOptions
        {
            Separator = ',',
            TrackLineNumbers = true,
            DetectSeparatorHint = false,
            MaxRecordSize = RecordBytesMax,
            MalformedData = CsvMalformedDataHandling.Skip,
            FieldCountMismatch = CsvFieldCountHandling.Skip,
            OnMalformedRecord = record => problems.Add(Malformed(file, record)),
        };
        using var reader = CsvReader.Create(bytes, options);
        try
        {
            ReadRows(file, reader, rows, problems);
        }
        catch (CsvFormatException invalid)
        {
            problems.Add(new SuiteProblem(file, (int)invalid.LineNumber, $"the line is no CSV: {invalid.Message.TrimEnd('.')}", "a row has at most 1 MiB; close every quote"));
        }

        return rows;
    }

    private static void ReadRows(string file, CsvReader reader, List<JsonElement> rows, List<SuiteProblem> problems)
    {
        reader.ReadHeader();
        CheckHeader(file, reader.Headers, problems);
        if (problems.Count > 0)
        {
            return;
        }

        while (rows.Count <= DataTableReader.RowsMax && problems.Count < DataTableReader.ProblemsMax && reader.Read())
        {
            var row = new JsonObject();
            for (var column = 0; column < reader.Headers.Count; column++)
            {
                row[reader.Headers[column]] = reader.GetString(column);
            }

            rows.Add(JsonSerializer.SerializeToElement(row));
        }
    }

    private static void CheckHeader(string file, IReadOnlyList<string> header, List<SuiteProblem> problems)
    {
        var twice = header.GroupBy(static name => name, StringComparer.Ordinal).FirstOrDefault(static group => group.Count() > 1)?.Key;
        if (header.Any(string.IsNullOrWhiteSpace))
        {
            problems.Add(new SuiteProblem(file, 1, "a column of the header has no name", "name every column in the first line"));
        }
        else if (twice is not null)
        {
            problems.Add(new SuiteProblem(file, 1, $"the header names the column '{twice}' twice", "name each column once"));
        }
    }

    private static SuiteProblem Malformed(string file, CsvMalformedRecord record)
    {
        var (message, hint) = record.Reason switch
        {
            CsvMalformedReason.FieldCountMismatch => ("the row has not as many fields as the header", "quote fields that hold commas; give every row all fields"),
            CsvMalformedReason.UnterminatedQuote => ("a quoted field is never closed", "close the quote; double quotes within a field"),
            CsvMalformedReason.TextAfterClosingQuote => ("text follows a closing quote", "double quotes within a quoted field"),
            _ => ("a quote stands within an unquoted field", "quote the whole field, double the quotes within it"),
        };
        return new SuiteProblem(file, (int)record.LineNumber, message, hint);
    }

    private static int LineOfInvalid(ReadOnlySpan<byte> bytes)
    {
        var line = 1;
        while (bytes.IndexOf((byte)'\n') is var end and >= 0)
        {
            if (!Utf8.IsValid(bytes[..end]))
            {
                return line;
            }

            bytes = bytes[(end + 1)..];
            line++;
        }

        return line;
    }
}
