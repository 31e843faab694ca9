using System.Buffers.Binary;
using System.Security.Cryptography;
using System.Text;
using TestOps.Core.Determinism;
using TestOps.Core.Engines;
using TestOps.Core.Suites;
using TestOps.Core.Traces;

namespace TestOps.Core.Tests.Determinism;

public sealed class CompareDigestTests
{
    [Fact]
    public void Compute_EqualRecords_AreEqual() => Digest(Records.Step()).Should().Be(Digest(Records.Step()));

    [Fact]
    public void Compute_AnyComparedPart_ChangesTheDigest()
    {
        StepRecord[] records =
        [
            Records.Step(),
            Records.Step(scenario: "other"),
            Records.Step(step: 2),
            Records.Step(name: "second"),
            Records.Step(method: "PUT"),
            Records.Step(path: "/query?x=1"),
            Records.Step(requestHeaders: []),
            Records.Step(requestHeaders: [new Header("Accept", "*/*")]),
            Records.Step(requestBody: Records.Json("{}")),
            Records.Step(requestBody: Records.Text("{}")),
            Records.Step(requestBody: default(RecordedBody)),
            Records.Step(status: 201),
            Records.Step(contentType: null),
            Records.Step(contentType: ""),
            Records.Step(headers: []),
            Records.Step(headers: [new Header("x-kept", "2")]),
            Records.Step(body: "[]"),
            Records.Step(otherBody: Records.Text("{}")),
            Records.Step(otherBody: default(RecordedBody)),
            Records.Step(failure: EngineFailureKind.Unreachable),
            Records.Step(failure: EngineFailureKind.Timeout),
            Records.Step(checks: []),
            Records.Step(checks: [new RecordedCheck("status", true), new RecordedCheck("grade", false)]),
            Records.Step(checks: [new RecordedCheck("status", true), new RecordedCheck("score", true)]),
            Records.Step(startNs: 9),
            Records.Step(elapsedNs: 9),
            Records.Step(isVirtual: false),
        ];
        records.Select(record => Digest(record)).Should().OnlyHaveUniqueItems();
    }

    [Fact]
    public void Compute_WallTimesOrHeaderCase_ChangeNothing()
    {
        Digest(Records.Step(isVirtual: false, startNs: 5, elapsedNs: 6)).Should().Be(Digest(Records.Step(isVirtual: false)));
        Digest(Records.Step(headers: [new Header("X-Kept", "1")])).Should().Be(Digest(Records.Step()));
    }

    [Fact]
    public void Compute_TextsThatRunTogether_Differ() =>
        Digest(Records.Step(scenario: "ab", name: "c")).Should().NotBe(Digest(Records.Step(scenario: "a", name: "bc")));

    [Fact]
    public void Compute_MaskedBody_HashesTheProjection()
    {
        var masks = MaskSet.Compile([new MaskSpec { Step = "first", At = "/t", Kind = MaskKind.Type, Reason = "clock" }]).ForStep("first", "POST /query");
        Digest(Records.Step("""{"a":1,"t":1}"""), masks).Should().Be(Digest(Records.Step("""{"a":1,"t":2}"""), masks));
        Digest(Records.Step("""{"a":1,"t":1}"""), masks).Should().NotBe(Digest(Records.Step("""{"a":2,"t":1}"""), masks));
    }

    [Fact]
    public void Compute_MinimalRecord_HasTheDocumentedLayout()
    {
        var record = Records.Step(
            otherBody: Records.Text("hi"), scenario: "s", name: "n", method: "GET", path: "/é", requestHeaders: [], requestBody: default(RecordedBody), contentType: null,
            headers: [new Header("X-A", "b")], checks: [new RecordedCheck("c", true)], startNs: 258, elapsedNs: -1);
        var expected = Convert.FromHexString(
            Convert.ToHexString("testops-compare-1\0"u8)
            + "01000000" + "73" + "01000000" + "01000000" + "6e" + "03000000" + "474554" + "03000000" + "2fc3a9" + "00000000" + "00" + "00000000"
            + "00" + "c8000000" + "00" + "00000000" + "01000000" + "03000000" + "782d61" + "01000000" + "62" + "02" + "02000000" + "6869"
            + "01000000" + "01000000" + "63" + "01"
            + "01" + "0201000000000000" + "ffffffffffffffff");
        Digest(record).Should().Be(Convert.ToHexStringLower(SHA256.HashData(expected)));
    }

    [Fact]
    public void SessionAndRootDigest_Chains_AreAsDocumented()
    {
        var start = new byte[25];
        Encoding.ASCII.GetBytes("testops-session-1", start);
        BinaryPrimitives.WriteInt64LittleEndian(start.AsSpan(17), 7);
        var compare = SHA256.HashData("step"u8);
        var session = new SessionDigest(7);
        session.Value.ToArray().Should().Equal(SHA256.HashData(start));
        session.Append(compare);
        session.Value.ToArray().Should().Equal(SHA256.HashData([.. SHA256.HashData(start), .. compare]));

        var root = new RootDigest();
        root.ToString().Should().Be(Convert.ToHexStringLower(SHA256.HashData("testops-root-1"u8)));
        root.Append(session.Value);
        root.Value.ToArray().Should().Equal(SHA256.HashData([.. SHA256.HashData("testops-root-1"u8), .. session.Value]));
    }

    [Fact]
    public void Append_WrongLength_IsRefused()
    {
        FluentActions.Invoking(() => new SessionDigest(0).Append(new byte[31])).Should().Throw<ArgumentOutOfRangeException>();
        FluentActions.Invoking(() => new RootDigest().Append(new byte[33])).Should().Throw<ArgumentOutOfRangeException>();
    }

    private static string Digest(StepRecord record, StepMasks? masks = null)
    {
        var digest = new byte[CompareDigest.Length];
        CompareDigest.Compute(record, masks ?? StepMasks.None, new SessionTokens(), digest);
        return Convert.ToHexStringLower(digest);
    }
}
