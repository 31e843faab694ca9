using TestOps.Core.Determinism;
using TestOps.Core.Suites;
using TestOps.Core.Traces;

namespace TestOps.Core.Tests.Determinism;

/// <summary>The kinds <c>time</c> and <c>set</c>, and <c>compare: checks</c>.</summary>
public sealed class MaskKindTests
{
    [Theory]
    [InlineData("\"2026-11-23T06:00:00Z\"", "\"2026-11-23T07:30:00.5Z\"", true)]
    [InlineData("\"2026-11-23T06:00:00.123456789+01:00\"", "\"2027-01-01 00:00:00\"", true)]
    [InlineData("\"Mon, 23 Nov 2026 06:00:00 GMT\"", "\"Tue, 24 Nov 2026 06:00:00 GMT\"", true)]
    [InlineData("1795413600", "1795413999", true)]
    [InlineData("1795413600123", "1795413999456", true)]
    [InlineData("1795413600123456", "1795413999456789", true)]
    [InlineData("1795413600123456789", "1795413999456789123", true)]
    [InlineData("1795413600", "1795413999456", false)]
    [InlineData("\"2026-11-23T06:00:00Z\"", "\"Tue, 24 Nov 2026 06:00:00 GMT\"", false)]
    [InlineData("\"2026-11-23T06:00:00Z\"", "\"soon\"", false)]
    [InlineData("\"2026-13-23T06:00:00Z\"", "\"2026-13-24T06:00:00Z\"", false)]
    [InlineData("\"now\"", "\"soon\"", false)]
    [InlineData("17", "18", false)]
    [InlineData("\"2026-11-23T06:00:00Z\"", "null", false)]
    public void Time_OneStamp_IsAlikeWhereBothAreTimesOfOneForm(string expected, string actual, bool isAlike) =>
        Compare(Time("/t"), $$"""{"t":{{expected}}}""", $$"""{"t":{{actual}}}""").IsIdentical.Should().Be(isAlike);

    [Theory]
    [InlineData("2026-11-23T07:00:00Z", "2026-11-23T08:00:00Z", true)]
    [InlineData("2026-11-23T07:00:00Z", "2026-11-23T08:00:10Z", true)]
    [InlineData("2026-11-23T07:00:00Z", "2026-11-23T08:00:11Z", false)]
    [InlineData("2026-11-23T07:00:00Z", "2026-11-23T09:00:00Z", false)]
    public void Time_LaterStamps_AreRelativeToTheFirstOfTheirSession(string expected, string actual, bool isAlike)
    {
        // Recorded at 06:00, replayed at 07:00: what expired an hour later must do so again, give or take ten seconds.
        var masks = Time("/t");
        var (left, right) = (new SessionTokens(), new SessionTokens());
        StepComparer.Compare(Records.Step("""{"t":"2026-11-23T06:00:00Z"}"""), Records.Step("""{"t":"2026-11-23T07:00:00Z"}"""), masks, left, right).IsIdentical.Should().BeTrue();

        StepComparer.Compare(Records.Step($$"""{"t":"{{expected}}"}""", step: 2), Records.Step($$"""{"t":"{{actual}}"}""", step: 2), masks, left, right).IsIdentical.Should().Be(isAlike);
    }

    [Theory]
    [InlineData("""[{"id":1,"v":"a"},{"id":2,"v":"b"}]""", """[{"id":2,"v":"b"},{"id":1,"v":"a"}]""", "")]
    [InlineData("""[{"id":1,"v":"a"},{"id":2,"v":"b"}]""", """[{"id":2,"v":"x"},{"id":1,"v":"a"}]""", "/s/1/v Value")]
    [InlineData("""[{"id":1},{"id":2}]""", """[{"id":2}]""", "/s/0 Missing")]
    [InlineData("""[{"id":1}]""", """[{"id":3},{"id":1}]""", "/s/0 Extra")]
    [InlineData("""[{"id":1},{"id":1}]""", """[{"id":1},{"id":1}]""", "")]
    [InlineData("""[{"id":1},{"x":1}]""", """[{"x":1},{"id":1}]""", "")]
    [InlineData("{}", "[]", "/s Type")]
    public void Set_WithKey_ComparesItemsWithTheSameKey(string expected, string actual, string found) => Found(Set("/id"), expected, actual).Should().Be(found);

    [Theory]
    [InlineData("[3,1,2]", "[1,2,3]", "")]
    [InlineData("[3,1,2]", "[1,2,4]", "/s/0 Value")]
    [InlineData("[1,1,2]", "[1,2,2]", "/s/1 Value")]
    [InlineData("[1,2]", "[2]", "/s/0 Missing")]
    [InlineData("[[1,2],[3]]", "[[3],[1,2]]", "")]
    [InlineData("[[1,2]]", "[[2,1]]", "/s/0/0 Order")]
    public void Set_WithoutKey_PairsWhatIsEqual(string expected, string actual, string found) => Found(Set(null), expected, actual).Should().Be(found);

    [Fact]
    public void Set_TokensBelowIt_ArePairedByTheKey()
    {
        var masks = MaskSet.Compile([MaskOf("/s", MaskKind.Set) with { Key = "/n" }, MaskOf("/s/*/id", MaskKind.Token), MaskOf("/ref", MaskKind.Token)]).ForStep("first", "POST /query");

        Compare(masks, """{"ref":"A","s":[{"id":"A","n":1},{"id":"B","n":2}]}""", """{"ref":"P","s":[{"id":"Q","n":2},{"id":"P","n":1}]}""").IsIdentical.Should().BeTrue();
        Compare(masks, """{"ref":"A","s":[{"id":"A","n":1},{"id":"B","n":2}]}""", """{"ref":"Q","s":[{"id":"Q","n":2},{"id":"P","n":1}]}""").IsIdentical.Should().BeFalse();
    }

    [Fact]
    public void Set_ToleranceBelowIt_Holds()
    {
        var masks = MaskSet.Compile([MaskOf("/s", MaskKind.Set) with { Key = "/n" }, MaskOf("/s/*/v", MaskKind.Tolerance) with { Abs = 0.1m }]).ForStep("first", "POST /query");

        Compare(masks, """{"s":[{"n":1,"v":1},{"n":2,"v":2}]}""", """{"s":[{"n":2,"v":2.05},{"n":1,"v":0.95}]}""").IsIdentical.Should().BeTrue();
        Compare(masks, """{"s":[{"n":1,"v":1},{"n":2,"v":2}]}""", """{"s":[{"n":2,"v":1},{"n":1,"v":2}]}""").DivergenceCount.Should().Be(2);
    }

    [Fact]
    public void ChecksOnly_ComparesStepAndChecks_AndNothingElse()
    {
        var masks = MaskSet.Compile([], "ask").ForStep("ask", "first", "POST /query");
        masks.Should().BeSameAs(StepMasks.ChecksOnly);
        var recorded = Records.Step("""{"v":1}""");
        var otherwise = Records.Step("""{"v":2}""", path: "/other", status: 500, headers: [], isVirtual: false, requestBody: Records.Text("x"));
        var failed = Records.Step("""{"v":1}""", checks: [new RecordedCheck("status", true), new RecordedCheck("grade", false)]);

        AreAlike(recorded, otherwise).Should().BeTrue();
        AreAlike(recorded, failed).Should().BeFalse();
        AreAlike(recorded, Records.Step("""{"v":1}""", name: "second")).Should().BeFalse();
        masks.CountLeaves(recorded.Body).Total.Should().Be(0);
        MaskSet.Compile([], "ask").Sha256.Should().NotBe(MaskSet.None.Sha256);

        bool AreAlike(StepRecord left, StepRecord right)
        {
            var (first, second) = (new byte[CompareDigest.Length], new byte[CompareDigest.Length]);
            CompareDigest.Compute(left, masks, new SessionTokens(), first);
            CompareDigest.Compute(right, masks, new SessionTokens(), second);
            var isAlike = StepComparer.Compare(left, right, masks, new SessionTokens(), new SessionTokens()).IsIdentical;
            isAlike.Should().Be(first.AsSpan().SequenceEqual(second));
            return isAlike;
        }
    }

    private static StepMasks Time(string at) => MaskSet.Compile([MaskOf(at, MaskKind.Time)]).ForStep("first", "POST /query");

    private static StepMasks Set(string? key) => MaskSet.Compile([MaskOf("/s", MaskKind.Set) with { Key = key }]).ForStep("first", "POST /query");

    private static MaskSpec MaskOf(string at, MaskKind kind) => new() { Step = "first", At = at, Kind = kind, Reason = "r" };

    private static string Found(StepMasks masks, string expected, string actual) =>
        string.Join("; ", Compare(masks, $$"""{"s":{{expected}}}""", $$"""{"s":{{actual}}}""").Divergences.Select(found => $"{found.Pointer} {found.Class}"));

    private static StepComparison Compare(StepMasks masks, string expected, string actual) =>
        StepComparer.Compare(Records.Step(expected), Records.Step(actual), masks, new SessionTokens(), new SessionTokens());
}
