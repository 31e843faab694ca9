using System.Buffers;
using System.Text;
using CsCheck;
using TestOps.Core.Determinism;
using TestOps.Core.Engines;
using TestOps.Core.Snapshots;
using TestOps.Core.Tests.Determinism;
using TestOps.Core.Traces;

namespace TestOps.Core.Tests.Snapshots;

/// <summary>Any steps, and their lines in a trace.</summary>
internal static class TraceLines
{
    private static readonly Gen<string> s_text = JsonGen.Any.Select(json => WellFormed(json.Length > 12 ? json[..12] : json));

    private static readonly Gen<RecordedBody> s_body = Gen.OneOf(
        Gen.Const(default(RecordedBody)),
        JsonGen.Any.Select(json => Records.Json(JsonGen.Canonical(json))),
        s_text.Where(text => text.Length > 0).Select(Records.Text),
        Gen.Byte.Array[1, 20].Select(bytes => new RecordedBody(BodyKind.Binary, bytes)));

    private static readonly Gen<Header[]> s_headers = Gen.Select(s_text, s_text, (name, value) => new Header(name, value)).Array[0, 3];

    /// <summary>Any step.</summary>
    public static readonly Gen<StepRecord> Record =
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

    /// <summary>Any line, without its line feed.</summary>
    public static readonly Gen<byte[]> Any = Record.Select(Write);

    /// <summary>The line of a step, without its line feed.</summary>
    public static byte[] Write(StepRecord record) => WriteWithDigest(record).Line;

    /// <summary>The same with its raw digest.</summary>
    public static (byte[] Line, byte[] Raw) WriteWithDigest(StepRecord record)
    {
        var output = new ArrayBufferWriter<byte>();
        var raw = new byte[TraceLine.DigestBytes];
        TraceLine.Write(record, new byte[TraceLine.DigestBytes], output, raw);
        output.WrittenSpan[^1].Should().Be((byte)'\n');
        return (output.WrittenSpan[..^1].ToArray(), raw);
    }

    // Cutting JSON may tear a surrogate pair; records never hold one.
    private static string WellFormed(string text) => Encoding.UTF8.GetString(Encoding.UTF8.GetBytes(text));
}
