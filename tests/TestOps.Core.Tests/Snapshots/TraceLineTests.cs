using System.Buffers;
using System.Text;
using CsCheck;
using TestOps.Core.Determinism;
using TestOps.Core.Engines;
using TestOps.Core.Snapshots;
using TestOps.Core.Tests.Determinism;
using TestOps.Core.Traces;

namespace TestOps.Core.Tests.Snapshots;

public sealed class TraceLineTests
{
    private const string Wall = """
        {"world":3,"session":3,"step":1,"kind":"step","scenario":"ask","name":"first","order":7,"request":{"method":"POST","path":"/query","headers":[["Accept","application/json"]],"json":{"prompt":"why"}},"status":200,"type":"application/json","headers":[["x-kept","1"]],"json":{},"checks":{"status":true,"grade":false},"compare":"0000000000000000000000000000000000000000000000000000000000000000","raw":"1111111111111111111111111111111111111111111111111111111111111111","wall":{"start_ns":1,"elapsed_ns":2}}
        """;

    [Fact]
    public void Read_WhatWasWritten_IsTheSame() => TraceLines.Record.Sample(record =>
    {
        var (line, raw) = TraceLines.WriteWithDigest(record);
        var read = TraceLineReader.Read(line);
        read.Record.Should().BeEquivalentTo(record, options => options.WithStrictOrdering().Excluding(step => step.Body).Excluding(step => step.RequestBody));
        Same(read.Record.Body, record.Body);
        Same(read.Record.RequestBody, record.RequestBody);
        read.Raw.Should().Equal(raw);
        Sha256Of(read.Covered.Span).Should().Equal(raw);
    }, iter: 500);

    [Fact]
    public void Read_AnyCutOrChangedByte_IsReadOrRefusedAsAFormat() => Gen.Select(TraceLines.Record, Gen.Int[0, int.MaxValue], Gen.Byte).Sample((record, place, value) =>
    {
        var (line, _) = TraceLines.WriteWithDigest(record);
        ReadOrRefuse(line.AsMemory(0, place % line.Length)).Should().BeFalse("a line that was cut short is none");
        line[place % line.Length] = value;
        ReadOrRefuse(line);
    }, iter: 2_000);

    [Fact]
    public void Read_EveryByteCutOff_IsRefused()
    {
        var line = Encoding.UTF8.GetBytes(Wall);
        ReadOrRefuse(line).Should().BeTrue();
        for (var length = 0; length < line.Length; length++)
        {
            ReadOrRefuse(line.AsMemory(0, length)).Should().BeFalse($"only {length} bytes are left");
        }
    }

    [Theory]
    [InlineData("\"step\":1", "\"step\":0")]
    [InlineData("\"session\":3", "\"session\":-3")]
    [InlineData("\"session\":3", "\"session\":99999999999999999999")]
    [InlineData("\"session\":3", "\"session\":+3")]
    [InlineData("\"session\":3", "\"session\":03")]
    [InlineData("\"session\":3", "\"session\":3.5")]
    [InlineData("\"step\":1", "\"step\":4294967297")]
    [InlineData("\"status\":200,", "")]
    [InlineData("\"json\":{}", "\"json\":{\"a\"}")]
    [InlineData("\"json\":{}", "\"base64\":\"?\"")]
    [InlineData("\"grade\":false", "\"grade\":0")]
    [InlineData("first", "fi\nrst")]
    [InlineData("first", "fi\\xrst")]
    [InlineData("1111\",\"wall\"", "111\",\"wall\"")]
    [InlineData("1111\",\"wall\"", "111x\",\"wall\"")]
    [InlineData("\"json\":{},", "\"json\":{},\"failure\":\"Bored\",")]
    [InlineData("\"json\":{},", "\"json\":{},\"failure\":\"1\",")]
    [InlineData("\"elapsed_ns\":2}}", "\"elapsed_ns\":2}} ")]
    [InlineData(",\"wall\":{\"start_ns\":1,\"elapsed_ns\":2}", "")]
    public void Read_OtherForm_IsRefused(string part, string other)
    {
        Wall.Should().Contain(part);
        ReadOrRefuse(Encoding.UTF8.GetBytes(Wall.Replace(part, other, StringComparison.Ordinal))).Should().BeFalse();
    }

    [Fact]
    public void Read_JsonThatIsNotCanonical_IsTakenAsItStands()
    {
        var line = Wall.Replace("\"json\":{},", "\"json\":{\"b\":1.0, \"\\u0061\":[]},", StringComparison.Ordinal);
        Encoding.UTF8.GetString(TraceLineReader.Read(Encoding.UTF8.GetBytes(line)).Record.Body.Bytes.Span).Should().Be("{\"b\":1.0, \"\\u0061\":[]}");
    }

    private static bool ReadOrRefuse(ReadOnlyMemory<byte> line)
    {
        try
        {
            TraceLineReader.Read(line);
            return true;
        }
        catch (FormatException)
        {
            return false;
        }
    }

    private static void Same(RecordedBody actual, RecordedBody expected)
    {
        actual.Kind.Should().Be(expected.Kind);
        actual.Bytes.ToArray().Should().Equal(expected.Bytes.ToArray());
    }

    private static byte[] Sha256Of(ReadOnlySpan<byte> bytes) => System.Security.Cryptography.SHA256.HashData(bytes);
}
