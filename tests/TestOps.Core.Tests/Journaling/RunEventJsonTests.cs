using System.Text.Json.Nodes;
using CsCheck;
using TestOps.Core.Journaling;

namespace TestOps.Core.Tests.Journaling;

public sealed class RunEventJsonTests
{
    [Fact]
    public void Deserialize_OfSerialized_IsTheSameEvent() => RunEvents.Any.Sample(
        runEvent =>
        {
            var data = RunEventJson.Serialize(runEvent);

            var read = RunEventJson.Deserialize(RunEventJson.TypeOf(runEvent), data);

            RunEvents.WithoutJson(read).Should().Be(RunEvents.WithoutJson(runEvent));
            RunEvents.JsonOf(read).Should().Equal(RunEvents.JsonOf(runEvent), JsonNode.DeepEquals);
            RunEventJson.Serialize(read).Should().Be(data, "what is read and written again stays byte for byte the same");
            data.Should().NotContain("\n");
        },
        iter: 2000);

    [Fact]
    public void TypeNames_CoverTheClosedVocabulary()
    {
        var cases = typeof(RunEvent).Assembly.GetTypes().Where(type => type.IsSubclassOf(typeof(RunEvent)));
        var named = RunEventJson.TypeNames.Select(name => RunEventJson.TryGetType(name, out var type) ? type : null);

        named.Should().BeEquivalentTo(cases);
        RunEventJson.TypeNames.Should().OnlyHaveUniqueItems().And.AllSatisfy(name => name.Should().MatchRegex("^[a-z]+(_[a-z]+)*$"));
    }

    [Fact]
    public void Serialize_Gate_WritesEveryKeyInSnakeCaseAndNothingComputed() =>
        RunEventJson.Serialize(new GateMeasured("sim", "sim/ask/status", null, "é <b>", "all", null))
            .Should().Be("""{"phase":"sim","gate":"sim/ask/status","holds":null,"value":"é <b>","limit":"all","margin":null,"detail":null,"waiver":null}""");

    [Fact]
    public void Serialize_LoadSecond_WritesHowTheThresholdsStand() =>
        RunEventJson.Serialize(new LoadSecondMeasured("load", 1, 30, 2, 0, 5, "", [new("http_req_duration", "p(95)<500", 12.5, true), new("checks", "rate>0.9", null, null)]))
            .Should().Be("""{"phase":"load","second":1,"requests":30,"failed":2,"dropped":0,"vus":5,"duration_histogram":"","thresholds":[{"metric":"http_req_duration","expression":"p(95)<500","value":12.5,"holds":true},{"metric":"checks","expression":"rate>0.9","value":null,"holds":null}]}""");

    [Fact]
    public void Deserialize_LoadSecondOfAnOlderVersion_HasNoThresholds() =>
        RunEventJson.Deserialize("load_second", """{"phase":"load","second":1,"requests":30,"failed":2,"dropped":0,"vus":5,"duration_histogram":""}""")
            .Should().BeOfType<LoadSecondMeasured>().Which.Thresholds.Should().BeNull();

    [Fact]
    public void Serialize_Incident_WritesTheSeverityByName() =>
        RunEventJson.Serialize(new Notice("sim", EventSeverity.Warning, "x")).Should().Be("""{"source":"sim","level":"warning","text":"x"}""");

    [Theory]
    [InlineData(double.NaN)]
    [InlineData(double.PositiveInfinity)]
    public void Serialize_NoNumber_IsRefused(double value)
    {
        var serialize = () => RunEventJson.Serialize(new MetricMeasured("sim", "x", value, "ms"));

        serialize.Should().Throw<ArgumentException>();
    }

    [Fact]
    public void Serialize_LoneSurrogate_BecomesTheReplacementCharacter() =>
        RunEventJson.Deserialize("notice", RunEventJson.Serialize(new Notice("sim", EventSeverity.Info, "a\ud800b"))).Message.Should().Be("a\ufffdb");

    [Fact]
    public void Serialize_JsonNumbers_KeepTheirDigits()
    {
        var data = JsonNode.Parse("""{"a":1.50,"b":9007199254740993,"c":1E+400}""");

        RunEventJson.Serialize(new MetricMeasured("sim", "x", 1, "ms", data)).Should().EndWith(""""data":{"a":1.50,"b":9007199254740993,"c":1E+400}}"""");
    }

    [Fact]
    public void Deserialize_UnknownType_NamesItAndTheKnownOnes()
    {
        var read = () => RunEventJson.Deserialize("phase_paused", "{}");

        read.Should().Throw<UnreadableEventException>().WithMessage("*'phase_paused'*run_started*").Which.TypeName.Should().Be("phase_paused");
    }

    [Theory]
    [InlineData("null")]
    [InlineData("{")]
    [InlineData("{}")]
    [InlineData("""{"source":"sim","level":3,"text":"x"}""")]
    [InlineData("""{"source":"sim","level":"info","text":null}""")]
    public void Deserialize_DataThatDoNotFit_AreRefused(string data)
    {
        var read = () => RunEventJson.Deserialize("notice", data);

        read.Should().Throw<UnreadableEventException>().WithMessage("*'notice'*");
    }

    [Fact]
    public void Deserialize_KeyOfALaterVersion_IsPassedOver() =>
        RunEventJson.Deserialize("notice", """{"source":"sim","level":"info","text":"x","since":"2.0"}""").Should().Be(new Notice("sim", EventSeverity.Info, "x"));
}
