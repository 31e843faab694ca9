using TestOps.Core.Determinism;
using TestOps.Core.Engines;
using TestOps.Core.Suites;
using TestOps.Core.Traces;

namespace TestOps.Core.Tests.Determinism;

public sealed class StepComparerTests
{
    [Theory]
    [InlineData("""{"a":1}""", """{"a":2}""", "/a", DivergenceClass.Value, "1", "2")]
    [InlineData("""{"a":1}""", """{"a":"1"}""", "/a", DivergenceClass.Type, "1", "\"1\"")]
    [InlineData("""{"a":1}""", """{"a":null}""", "/a", DivergenceClass.Type, "1", "null")]
    [InlineData("""{"a":true}""", """{"a":false}""", "/a", DivergenceClass.Value, "true", "false")]
    [InlineData("""{"a":1,"b":2}""", """{"a":1}""", "/b", DivergenceClass.Missing, "2", "")]
    [InlineData("""{"b":2}""", """{"a":1,"b":2}""", "/a", DivergenceClass.Extra, "", "1")]
    [InlineData("""{"a":[1,2,3]}""", """{"a":[1,3,2]}""", "/a/1", DivergenceClass.Order, "2", "3")]
    [InlineData("""{"a":[1,2,3]}""", """{"a":[1,2]}""", "/a/2", DivergenceClass.Missing, "3", "")]
    [InlineData("""{"a":[1]}""", """{"a":[1,[]]}""", "/a/1", DivergenceClass.Extra, "", "[]")]
    [InlineData("""[{"x":1},{"x":2}]""", """[{"x":2},{"x":1}]""", "/0", DivergenceClass.Order, "{\"x\":1}", "{\"x\":2}")]
    [InlineData("""[[1,2],3]""", """[[2,1],3]""", "/0/0", DivergenceClass.Order, "1", "2")]
    [InlineData("1", "2", "", DivergenceClass.Value, "1", "2")]
    [InlineData("""{"a/b":{"~":1}}""", """{"a/b":{"~":2}}""", "/a~1b/~0", DivergenceClass.Value, "1", "2")]
    [InlineData("{\"\\n\":{\"\\\"\":1}}", "{\"\\n\":{\"\\\"\":2}}", "/\n/\"", DivergenceClass.Value, "1", "2")]
    [InlineData("9007199254740992", "9007199254740993", "", DivergenceClass.Value, "9007199254740992", "9007199254740993")]
    public void Compare_BodiesDiffer_NamesTheOnePlace(string expected, string actual, string pointer, DivergenceClass @class, string shown, string shownNow) =>
        Compare(Records.Step(expected), Records.Step(actual)).Divergences.Should().Equal(new Divergence(pointer, @class, shown, shownNow));

    [Fact]
    public void Compare_SeveralDifferences_AreInDocumentOrder()
    {
        var comparison = Compare(
            Records.Step("""{"a":1,"b":[1,2],"c":3}""", path: "/x", headers: [new Header("x-kept", "1")]),
            Records.Step("""{"a":2,"b":[2,1],"d":3}""", path: "/y", status: 500, headers: [], contentType: "text/html", checks: [new RecordedCheck("status", false)], startNs: 7));
        comparison.Divergences.Should().Equal(
            new Divergence("#request/path", DivergenceClass.Value, "\"/x\"", "\"/y\""),
            new Divergence("#status", DivergenceClass.Status, "200", "500"),
            new Divergence("#content-type", DivergenceClass.Value, "\"application/json\"", "\"text/html\""),
            new Divergence("#header/x-kept", DivergenceClass.Missing, "\"1\"", ""),
            new Divergence("/a", DivergenceClass.Value, "1", "2"),
            new Divergence("/b/0", DivergenceClass.Order, "1", "2"),
            new Divergence("/c", DivergenceClass.Missing, "3", ""),
            new Divergence("/d", DivergenceClass.Extra, "", "3"),
            new Divergence("#check/status", DivergenceClass.Check, "\"passed\"", "\"failed\""),
            new Divergence("#check/grade", DivergenceClass.Missing, "\"passed\"", ""),
            new Divergence("#time/start_ns", DivergenceClass.Value, "1", "7"));
        comparison.IsIdentical.Should().BeFalse();
    }

    [Fact]
    public void Compare_RequestBodiesDiffer_PointsIntoTheRequest() =>
        Compare(Records.Step(requestBody: Records.Json("""{"p":{"q":1}}""")), Records.Step(requestBody: Records.Json("""{"p":{"q":2}}""")))
            .Divergences.Should().Equal(new Divergence("#request/body/p/q", DivergenceClass.Value, "1", "2"));

    [Fact]
    public void Compare_OtherBodies_AreComparedAsBytesOrByKind()
    {
        Compare(Records.Step(otherBody: Records.Text("a\"b")), Records.Step(otherBody: Records.Text("c")))
            .Divergences.Should().Equal(new Divergence("#body", DivergenceClass.Value, "\"a\\\"b\"", "\"c\""));
        Compare(Records.Step(otherBody: Records.Text("{}")), Records.Step("{}")).Divergences.Should().ContainSingle().Which.Class.Should().Be(DivergenceClass.Type);
        Compare(Records.Step(otherBody: default(RecordedBody)), Records.Step("{}")).Divergences.Should().ContainSingle().Which.Class.Should().Be(DivergenceClass.Extra);
        Compare(Records.Step("{}"), Records.Step(otherBody: default(RecordedBody))).Divergences.Should().ContainSingle().Which.Class.Should().Be(DivergenceClass.Missing);
        Compare(Records.Step(otherBody: new RecordedBody(BodyKind.Binary, new byte[] { 255 })), Records.Step(otherBody: new RecordedBody(BodyKind.Binary, new byte[] { 254 })))
            .Divergences.Should().Equal(new Divergence("#body", DivergenceClass.Value, "\"1 bytes: ff\"", "\"1 bytes: fe\""));
    }

    [Fact]
    public void Compare_WallTimesDiffer_IsIdentical() =>
        Compare(Records.Step(isVirtual: false, startNs: 1), Records.Step(isVirtual: false, startNs: 2)).IsIdentical.Should().BeTrue();

    [Fact]
    public void Compare_FailureOnOneSide_IsInconclusiveAndNoDivergence()
    {
        var comparison = Compare(Records.Step(), Records.Step(failure: EngineFailureKind.Timeout, status: 0, otherBody: default(RecordedBody), checks: []));
        comparison.HasFailure.Should().BeTrue();
        comparison.Divergences.Should().BeEmpty();
        comparison.IsIdentical.Should().BeFalse();
    }

    [Fact]
    public void Compare_ManyDifferences_AreCountedAndCut()
    {
        var comparison = Compare(Records.Step(Array(1, 150)), Records.Step(Array(1000, 150)));
        comparison.Divergences.Should().HaveCount(100);
        comparison.DivergenceCount.Should().Be(150);
        comparison.IsTruncated.Should().BeTrue();
        string Array(int from, int count) => "[" + string.Join(',', Enumerable.Range(from, count)) + "]";
    }

    [Fact]
    public void Compare_LongValues_AreShortened()
    {
        var text = "\"" + string.Concat(Enumerable.Repeat("😀", 300)) + "\"";
        var divergence = Compare(Records.Step(text), Records.Step("\"x\"")).Divergences.Should().ContainSingle().Which;
        divergence.Expected.Should().HaveLength(200).And.EndWith("😀…");
        divergence.Actual.Should().Be("\"x\"");
    }

    [Fact]
    public void Compare_Masks_HideWhatTheySay()
    {
        var masks = Masks(("/t", MaskKind.Type), ("/id", MaskKind.Token), ("/o", MaskKind.Opaque), ("/n/*/v", MaskKind.Type));
        var comparison = StepComparer.Compare(
            Records.Step("""{"id":"a","n":[{"v":1},{"v":2}],"o":[1],"t":1}"""), Records.Step("""{"id":"b","n":[{"v":3},{"v":4}],"t":2}"""),
            masks, new SessionTokens(), new SessionTokens());
        comparison.IsIdentical.Should().BeTrue();
        comparison.Leaves.Should().Be(new LeafCount(5, 1, 1));
    }

    [Fact]
    public void Compare_TokenMetBeforeInAnotherPlace_Diverges()
    {
        var masks = Masks(("/id", MaskKind.Token));
        var expected = new SessionTokens();
        var actual = new SessionTokens();
        StepComparer.Compare(Records.Step("""{"id":"a"}"""), Records.Step("""{"id":"x"}"""), masks, expected, actual).IsIdentical.Should().BeTrue();
        StepComparer.Compare(Records.Step("""{"id":"b"}"""), Records.Step("""{"id":"x"}"""), masks, expected, actual)
            .Divergences.Should().Equal(new Divergence("/id", DivergenceClass.Value, "\"b\"", "\"x\""));
    }

    [Theory]
    [InlineData("0.1", "0.2", "0.1", "0", true)]
    [InlineData("0.1", "0.200000000000000000000000000001", "0.1", "0", false)]
    [InlineData("100", "101", "0", "0.01", true)]
    [InlineData("100", "101.0000001", "0", "0.01", false)]
    [InlineData("-100", "-99", "0", "0.01", true)]
    [InlineData("1e+400", "1.001e+400", "0", "0.01", true)]
    [InlineData("1e+400", "1e+401", "0", "0.01", false)]
    [InlineData("0", "1e-400", "0.1", "0", true)]
    [InlineData("0", "1e-7", "0", "1", false)]
    [InlineData("1e+999999", "1", "1", "0.5", false)]
    [InlineData("5", "5", "0", "0", true)]
    [InlineData("1e+999999999", "1e+999999999", "0", "0", true)]
    public void Compare_Tolerance_IsExactInDecimals(string expected, string actual, string abs, string rel, bool isWithin)
    {
        var culture = System.Globalization.CultureInfo.InvariantCulture;
        var masks = MaskSet.Compile([new MaskSpec { Step = "first", At = "", Kind = MaskKind.Tolerance, Abs = decimal.Parse(abs, culture), Rel = decimal.Parse(rel, culture), Reason = "r" }]);
        StepComparer.Compare(Records.Step(expected), Records.Step(actual), masks.ForStep("first", "POST /query"), new SessionTokens(), new SessionTokens())
            .IsIdentical.Should().Be(isWithin);
    }

    [Fact]
    public void Compare_SwappedNumbersWithinTolerance_AreNoOrder()
    {
        var masks = MaskSet.Compile([new MaskSpec { Step = "first", At = "/*", Kind = MaskKind.Tolerance, Abs = 0.5m, Reason = "r" }]).ForStep("first", "POST /query");
        StepComparer.Compare(Records.Step("[1,1.2]"), Records.Step("[1.2,1]"), masks, new SessionTokens(), new SessionTokens()).IsIdentical.Should().BeTrue();
        StepComparer.Compare(Records.Step("[1,2]"), Records.Step("[2,1]"), masks, new SessionTokens(), new SessionTokens())
            .Divergences.Should().Equal(new Divergence("/0", DivergenceClass.Order, "1", "2"));
    }

    [Fact]
    public void Compare_RenamedCheckOrHeader_Diverges()
    {
        Compare(Records.Step(checks: [new RecordedCheck("a/b", true)]), Records.Step(checks: [new RecordedCheck("c", true)]))
            .Divergences.Should().Equal(new Divergence("#check/a~1b", DivergenceClass.Check, "\"passed\"", "\"c: passed\""));
        Compare(Records.Step(headers: [new Header("A", "1")]), Records.Step(headers: [new Header("b", "1")])).Divergences.Should().Equal(
            new Divergence("#header/a", DivergenceClass.Missing, "\"1\"", ""), new Divergence("#header/b", DivergenceClass.Extra, "", "\"1\""));
    }

    private static StepComparison Compare(StepRecord expected, StepRecord actual) =>
        StepComparer.Compare(expected, actual, StepMasks.None, new SessionTokens(), new SessionTokens());

    private static StepMasks Masks(params (string At, MaskKind Kind)[] masks) =>
        MaskSet.Compile([.. masks.Select(mask => new MaskSpec { Step = "first", At = mask.At, Kind = mask.Kind, Reason = "r" })]).ForStep("first", "POST /query");
}
