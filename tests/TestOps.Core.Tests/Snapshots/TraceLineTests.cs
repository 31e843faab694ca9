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

    private static readonly Gen<string> s_text = JsonGen.Any.Select(json => WellFormed(json.Length > 12 ? json[..12] : json));

    private static readonly Gen<RecordedBody> s_body = Gen.OneOf(
        Gen.Const(default(RecordedBody)),
        JsonGen.Any.Select(json => Records.Json(JsonGen.Canonical(json))),
        s_text.Where(text => text.Length > 0).Select(Records.Text),
        Gen.Byte.Array[1, 20].Select(bytes => new RecordedBody(BodyKind.Binary, bytes)));

    private static readonly Gen<Header[]> s_headers = Gen.Select(s_text, s_text, (name, value) => new Header(name, value)).Array[0, 3];

    private static readonly Gen<StepRecord> s_record =
        from texts in s_text.Array[4]
        from headers in Gen.Select(s_headers, s_headers)
        from bodies in Gen.Select(s_body, s_body)
        from checks in Gen.Select(s_text, Gen.Bool, (name, passed) => new RecordedCheck(name, passed)).Array[0, 3]
        from times in Gen.Select(Gen.Long, Gen.Long, Gen.Bool)
        from failure in Gen.Nullable(Gen.Enum<EngineFailureKind>())
        from order in Gen.Nullable(Gen.Long)
        from type in s_text.Null()
        select new StepRecord
        {
            Session = texts[0].Length,
            Step = 1 + checks.Length,
            Order = order,
            Scenario = texts[0],
            Name = texts[1],
            Method = texts[2],
            Path = texts[3],
            RequestHeaders = headers.Item1,
            RequestBody = bodies.Item1,
            Status = checks.Length * 100,
            ContentType = type,
            Headers = headers.Item2,
            Body = bodies.Item2,
            Checks = checks,
            Failure = failure,
            StartNs = times.Item1,
            ElapsedNs = times.Item2,
            IsVirtualTime = times.Item3,
        };

    [Fact]
    public void Read_WhatWasWritten_IsTheSame() => s_record.Sample(record =>
    {
        var (line, raw) = Write(record);
        var read = TraceLineReader.Read(line);
        read.Record.Should().BeEquivalentTo(record, options => options.WithStrictOrdering().Excluding(step => step.Body).Excluding(step => step.RequestBody));
        Same(read.Record.Body, record.Body);
        Same(read.Record.RequestBody, record.RequestBody);
        read.Raw.Should().Equal(raw);
        Sha256Of(read.Covered.Span).Should().Equal(raw);
    }, iter: 500);

    [Fact]
    public void Read_AnyCutOrChangedByte_IsReadOrRefusedAsAFormat() => Gen.Select(s_record, Gen.Int[0, int.MaxValue], Gen.Byte).Sample((record, place, value) =>
    {
        var (line, _) = Write(record);
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

    private static (byte[] Line, byte[] Raw) Write(StepRecord record)
    {
        var output = new ArrayBufferWriter<byte>();
        var raw = new byte[TraceLine.DigestBytes];
        TraceLine.Write(record, new byte[TraceLine.DigestBytes], output, raw);
        output.WrittenSpan[^1].Should().Be((byte)'\n');
        return (output.WrittenSpan[..^1].ToArray(), raw);
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

    // Cutting JSON may tear a surrogate pair; records never hold one.
    private static string WellFormed(string text) => Encoding.UTF8.GetString(Encoding.UTF8.GetBytes(text));
}
