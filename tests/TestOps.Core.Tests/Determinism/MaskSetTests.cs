using System.Buffers;
using System.Text;
using TestOps.Core.Determinism;
using TestOps.Core.Suites;
using TestOps.Core.Traces;

namespace TestOps.Core.Tests.Determinism;

public sealed class MaskSetTests
{
    [Fact]
    public void ForStep_NoMaskNamesIt_IsEmptyAndCopiesTheBody()
    {
        var masks = Compile(("/a", MaskKind.Type));
        masks.ForStep("other", "POST /other").IsEmpty.Should().BeTrue();
        Project(masks.ForStep("other", "POST /other"), """{"a":1}""").Should().Be("""{"a":1}""");
    }

    [Fact]
    public void ForStep_StepOrCallMatches_Applies()
    {
        var masks = MaskSet.Compile(
        [
            new MaskSpec { Call = "POST /query", At = "/a", Kind = MaskKind.Type, Reason = "r" },
            new MaskSpec { Step = "ask", At = "/b", Kind = MaskKind.Type, Reason = "r" },
        ]);
        Project(masks.ForStep("ask", "POST /query"), """{"a":1,"b":2}""").Should().Be("{\"a\":\u0001td,\"b\":\u0001td,}");
        Project(masks.ForStep("x", "POST /query"), """{"a":1,"b":2}""").Should().Be("{\"a\":\u0001td,\"b\":2,}");
        Project(masks.ForStep("ask", "GET /"), """{"a":1,"b":2}""").Should().Be("{\"a\":1,\"b\":\u0001td,}");
        masks.ForStep("ask", "GET /").Should().BeSameAs(masks.ForStep("ask", "GET /"));
    }

    [Theory]
    [InlineData("/a", """{"a":{"x":1},"b":2}""", """{"a":{"x":9,"y":2},"b":2}""", true)]
    [InlineData("/a", """{"a":1}""", """{"a":"1"}""", false)]
    [InlineData("/a", """{"a":1}""", """{}""", false)]
    [InlineData("/a", """{"a":true}""", """{"a":false}""", true)]
    [InlineData("/a/*/b", """{"a":[{"b":1,"c":1},{"b":2}]}""", """{"a":[{"b":3,"c":1},{"b":4}]}""", true)]
    [InlineData("/a/*/b", """{"a":[{"b":1,"c":1}]}""", """{"a":[{"b":1,"c":2}]}""", false)]
    [InlineData("/a/*", """{"a":{"*":1,"x":1}}""", """{"a":{"*":2,"x":1}}""", true)]
    [InlineData("/a/*", """{"a":{"*":1,"x":1}}""", """{"a":{"*":1,"x":2}}""", false)]
    [InlineData("/a/0", """{"a":[1,2]}""", """{"a":[9,2]}""", true)]
    [InlineData("/a/0", """{"a":[1,2]}""", """{"a":[1,9]}""", false)]
    [InlineData("/a/0", """{"a":{"0":1}}""", """{"a":{"0":9}}""", true)]
    [InlineData("", """[1,2]""", """[]""", true)]
    [InlineData("", """[1,2]""", """{}""", false)]
    [InlineData("/a~1b/\n", """{"a/b":{"\n":1}}""", """{"a/b":{"\n":2}}""", true)]
    public void AppendProjection_TypeMask_IgnoresTheValueOnly(string at, string left, string right, bool isEqual) =>
        (Project(Step((at, MaskKind.Type)), left) == Project(Step((at, MaskKind.Type)), right)).Should().Be(isEqual);

    [Theory]
    [InlineData("/b", """{"a":1,"b":[1,{}],"c":3}""", """{"a":1,"c":3}""")]
    [InlineData("/a", """{"a":1}""", """{}""")]
    [InlineData("/c", """{"a":1,"c":1}""", """{"a":1}""")]
    [InlineData("/a/*", """{"a":[1,2,3]}""", """{"a":[]}""")]
    [InlineData("", """{"a":1}""", "null")]
    public void AppendProjection_OpaqueMask_LeavesNoTrace(string at, string left, string right) =>
        Project(Step((at, MaskKind.Opaque)), left).Should().Be(Project(Step((at, MaskKind.Opaque)), right));

    [Fact]
    public void AppendProjection_TokenMask_ComparesTheOrderOfFirstAppearance()
    {
        var masks = Step(("/id", MaskKind.Token), ("/of", MaskKind.Token));
        var left = new SessionTokens();
        var right = new SessionTokens();
        Project(masks, """{"id":"a","of":"a"}""", left).Should().Be(Project(masks, """{"id":"x","of":"x"}""", right));
        Project(masks, """{"id":"b","of":"a"}""", left).Should().Be(Project(masks, """{"id":"y","of":"x"}""", right));
        Project(masks, """{"id":"b","of":"a"}""", left).Should().NotBe(Project(masks, """{"id":"x","of":"y"}""", right));
        Project(masks, """{"id":"c","of":"a"}""", left).Should().NotBe(Project(masks, """{"id":1,"of":"x"}""", right), "types are compared");
        left.Count.Should().Be(3);
    }

    [Fact]
    public void Observe_JsonBody_FeedsTheTokens()
    {
        var masks = Step(("/id", MaskKind.Token));
        var tokens = new SessionTokens();
        masks.Observe(Records.Step("""{"id":7}"""), tokens);
        masks.Observe(Records.Step(otherBody: Records.Text("no JSON")), tokens);
        tokens.Count.Should().Be(1);
        tokens.Observe("7"u8).Should().Be(0);
    }

    [Fact]
    public void AppendProjection_ToleranceMask_HidesNumbersOnly()
    {
        var masks = Step(("/a", MaskKind.Tolerance));
        masks.NeedsStructure.Should().BeTrue();
        Project(masks, """{"a":1}""").Should().Be(Project(masks, """{"a":2}"""));
        Project(masks, """{"a":"1"}""").Should().NotBe(Project(masks, """{"a":"2"}"""));
        Project(masks, """{"a":null}""").Should().NotBe(Project(masks, """{"a":2}"""));
    }

    [Fact]
    public void AppendProjection_SeveralMasksOfOnePlace_TheFirstApplies()
    {
        Project(Step(("/a/0", MaskKind.Type), ("/a/*", MaskKind.Opaque)), """{"a":[1,2]}""").Should().Be("{\"a\":[\u0001td,],}");
        Project(Step(("/a/*", MaskKind.Opaque), ("/a/0", MaskKind.Type)), """{"a":[1,2]}""").Should().Be("{\"a\":[],}");
        Project(Step(("/a/0/x", MaskKind.Type), ("/a/*/y", MaskKind.Type)), """{"a":[{"x":1,"y":1},{"x":1,"y":1}]}""")
            .Should().Be("{\"a\":[{\"x\":\u0001td,\"y\":\u0001td,},{\"x\":1,\"y\":\u0001td,},],}");
    }

    [Theory]
    [InlineData("/a", MaskKind.Opaque, """{"a":[1,{"b":2},[]],"c":4}""", 4, 1, 3)]
    [InlineData("/a", MaskKind.Type, """{"a":[1,{"b":2},[]],"c":4}""", 4, 1, 0)]
    [InlineData("/a", MaskKind.Token, """{"a":[1,{"b":2},[]],"c":4}""", 4, 4, 0)]
    [InlineData("/a", MaskKind.Tolerance, """{"a":[1,{"b":2},[]],"c":4}""", 4, 4, 0)]
    [InlineData("/z", MaskKind.Opaque, "{}", 1, 1, 0)]
    [InlineData("/a/1", MaskKind.Opaque, """{"a":[[],[[],{}]]}""", 3, 1, 2)]
    [InlineData("", MaskKind.Opaque, "\"x\"", 1, 0, 1)]
    public void CountLeaves_Mask_CountsWhatIsCompared(string at, MaskKind kind, string json, long total, long compared, long opaque) =>
        Step((at, kind)).CountLeaves(new RecordedBody(BodyKind.Json, Encoding.UTF8.GetBytes(json))).Should().Be(new LeafCount(total, compared, opaque));

    [Fact]
    public void CountLeaves_OtherBodies_AreOneLeafOrNone()
    {
        StepMasks.None.CountLeaves(default).Should().Be(default(LeafCount));
        StepMasks.None.CountLeaves(new RecordedBody(BodyKind.Text, "text"u8.ToArray())).Should().Be(new LeafCount(1, 1, 0));
        StepMasks.None.CountLeaves(new RecordedBody(BodyKind.Json, "[1,[2,3],{\"a\":{}}]"u8.ToArray())).Should().Be(new LeafCount(4, 4, 0));
    }

    [Theory]
    [InlineData(1, 1, false)]
    [InlineData(2, 1, false)]
    [InlineData(10, 2, false)]
    [InlineData(10, 3, true)]
    [InlineData(9, 2, true)]
    [InlineData(0, 0, false)]
    public void ExceedsOpaque_OneLeafOrTheShare_IsAllowed(long total, long opaque, bool exceeds) =>
        new LeafCount(total, total - opaque, opaque).ExceedsOpaque(0.2m).Should().Be(exceeds);

    [Fact]
    public void Sha256_Masks_DependsOnWhatTheyDoButNotOnTheReason()
    {
        MaskSpec Mask(string reason, decimal abs) => new() { Step = "s", At = "/a", Kind = MaskKind.Tolerance, Reason = reason, Abs = abs };
        var digest = MaskSet.Compile([Mask("one", 1.0m)]).Sha256;
        MaskSet.Compile([Mask("two", 1.00m)]).Sha256.Should().Be(digest);
        MaskSet.Compile([Mask("one", 2)]).Sha256.Should().NotBe(digest);
        MaskSet.None.Sha256.Should().Be("4f53cda18c2baa0c0354bb5f9a3ecbe5ed12ab4d8e11ba873c2f11161202b945", "that is the digest of []");
    }

    [Fact]
    public void Compile_InvalidMask_IsRefused()
    {
        FluentActions.Invoking(() => Compile(("a", MaskKind.Type))).Should().Throw<ArgumentException>().WithMessage("*starts with '/'*");
        FluentActions.Invoking(() => MaskSet.Compile([new MaskSpec { At = "/a", Kind = MaskKind.Type, Reason = "r" }])).Should().Throw<ArgumentException>().WithMessage("*step or a call*");
        FluentActions.Invoking(() => MaskSet.Compile([new MaskSpec { Step = "s", At = "/a", Kind = MaskKind.Tolerance, Reason = "r", Abs = -1 }])).Should().Throw<ArgumentException>().WithMessage("*negative*");
    }

    private static MaskSet Compile(params (string At, MaskKind Kind)[] masks) =>
        MaskSet.Compile([.. masks.Select(mask => new MaskSpec { Step = "s", At = mask.At, Kind = mask.Kind, Reason = "r" })]);

    private static StepMasks Step(params (string At, MaskKind Kind)[] masks) => Compile(masks).ForStep("s", "GET /");

    private static string Project(StepMasks masks, string json, SessionTokens? tokens = null)
    {
        var output = new ArrayBufferWriter<byte>();
        masks.AppendProjection(Encoding.UTF8.GetBytes(json), tokens ?? new SessionTokens(), output);
        return Encoding.Latin1.GetString(output.WrittenSpan);
    }
}
