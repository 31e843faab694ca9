using System.Text;
using System.Text.Json;
using CsCheck;
using TestOps.Core.Planning;
using TestOps.Core.Suites;

namespace TestOps.Core.Tests.Planning;

public sealed class DataTableReaderTests
{
    [Fact]
    public void Parse_JsonLines_GivesRowsAndDigestOfTheBytes()
    {
        var table = Lines("{\"q\":\"a\",\"n\":1}\n\n  {\"q\":\"é\"}\r\n").Table!;

        table.Name.Should().Be("rows");
        table.Rows.Select(static row => row.GetRawText()).Should().Equal("{\"q\":\"a\",\"n\":1}", "{\"q\":\"é\"}");
        table.Sha256.Should().Be("48ffa4e1ed35b4f9b1bbfa3c8abf2c59acde4b67d3f72d8dbb5b3656ce05255e");
    }

    [Theory]
    [InlineData("{\"a\":1}\n[1]\n", 2, "a row must be a JSON object, was [1]")]
    [InlineData("{\"a\":1}\n\n\"x\"", 3, "a row must be a JSON object, was \"x\"")]
    [InlineData("{\"a\":1},\n", 1, "the line is no JSON object at byte 8: {\"a\":1},")]
    [InlineData("{\"a\":1}\n{\"a\":1,\"a\":2}", 2, "the line is no JSON object")]
    [InlineData("{\"a\":1}\n{\"a\":", 2, "the line is no JSON object")]
    [InlineData("", 0, "the file has no rows")]
    [InlineData("\n \n", 0, "the file has no rows")]
    public void Parse_BadJsonLines_NamesTheLine(string text, int line, string message)
    {
        var problem = Lines(text).Problems.Should().ContainSingle().Subject;

        (problem.Path, problem.Line).Should().Be(("rows.jsonl", line));
        problem.Message.Should().StartWith(message);
        problem.Hint.Should().NotBeEmpty();
    }

    [Fact]
    public void Parse_ManyBadLines_ReportsTwenty()
        => Lines(string.Concat(Enumerable.Repeat("x\n", 1000))).Problems.Should().HaveCount(20);

    [Fact]
    public void Parse_Csv_GivesTexts()
    {
        var table = Csv("user,age,note\nann,31,\"a, \"\"b\"\"\nc\"\nbob,,é\n").Table!;

        table.Rows.Select(static row => JsonSerializer.Serialize(row, s_readable)).Should().Equal(
            """{"user":"ann","age":"31","note":"a, \"b\"\nc"}""",
            """{"user":"bob","age":"","note":"é"}""");
    }

    [Theory]
    [InlineData("a,b\n1,2\n3\n", 3, "the row has not as many fields as the header")]
    [InlineData("a,b\n1,2,3\n", 2, "the row has not as many fields as the header")]
    [InlineData("a,b\n\"x\n\n\",2\n1\n", 5, "the row has not as many fields as the header")]
    [InlineData("a,b\n\"x,2\n", 2, "a quoted field is never closed")]
    [InlineData("a,b\nx\"y,2\n", 2, "a quote stands within an unquoted field")]
    [InlineData("a,b\n\"x\"y,2\n", 2, "text follows a closing quote")]
    [InlineData("a,a\n1,2\n", 1, "the header names the column 'a' twice")]
    [InlineData("a,\n1,2\n", 1, "a column of the header has no name")]
    [InlineData("a,b\n", 0, "the file has no rows")]
    [InlineData("", 0, "the file has no rows")]
    public void Parse_BadCsv_NamesTheLine(string text, int line, string message)
    {
        var problem = Csv(text).Problems.Should().ContainSingle().Subject;

        (problem.Path, problem.Line).Should().Be(("rows.csv", line));
        problem.Message.Should().Be(message);
    }

    [Theory]
    [InlineData("rows.jsonl")]
    [InlineData("rows.csv")]
    public void Parse_InvalidUtf8_NamesTheLine(string file)
    {
        byte[] bytes = [.. "{\"a\":1}\n"u8, 0xC3, 0x28, (byte)'\n'];

        var problem = Parse(file, bytes).Problems.Should().ContainSingle().Subject;

        problem.Line.Should().Be(2);
        problem.Message.Should().Be("the line is not valid UTF-8");
    }

    [Fact]
    public void Parse_ByteOrderMark_IsNoPartOfTheFirstRow()
    {
        Parse("rows.jsonl", [.. "\uFEFF"u8, .. "{\"a\":1}"u8]).Table!.Rows.Should().HaveCount(1);
        Parse("rows.csv", [.. "\uFEFF"u8, .. "a\n1\n"u8]).Table!.Rows[0].GetProperty("a").GetString().Should().Be("1");
    }

    [Fact]
    public void Parse_TooManyRows_IsRefused()
    {
        var line = "{}\n"u8.ToArray();
        var bytes = Enumerable.Repeat(line, DataTableReader.RowsMax + 1).SelectMany(static bytes => bytes).ToArray();

        Parse("rows.jsonl", bytes).Problems.Should().ContainSingle().Which.Message.Should().Be("the file has more than 1000000 rows");
    }

    [Fact]
    public void Parse_AnyBytes_GivesATableOrProblems()
        => Gen.Select(Gen.Bool, Gen.OneOf(Gen.Byte, Gen.Int[0, 7].Select(static index => (byte)"{}\":,\na\""[index])).Array[0, 60]).Sample(static (isCsv, bytes) =>
        {
            var reading = Parse(isCsv ? "rows.csv" : "rows.jsonl", bytes);
            return reading.Table is null == reading.Problems.Count > 0;
        });

    private static readonly JsonSerializerOptions s_readable = new() { Encoder = System.Text.Encodings.Web.JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    private static DataTableReading Lines(string text) => Parse("rows.jsonl", Encoding.UTF8.GetBytes(text));

    private static DataTableReading Csv(string text) => Parse("rows.csv", Encoding.UTF8.GetBytes(text));

    private static DataTableReading Parse(string file, byte[] bytes) => DataTableReader.Parse(new DataSourceSpec("rows", file, DataPick.Sequential), bytes);
}
