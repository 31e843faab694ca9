using TestOps.Core.Planning;
using TestOps.Core.Safety;
using TestOps.Core.Suites;
using TestOps.Core.Suites.Reading;

namespace TestOps.Core.Tests.Suites;

/// <summary>The bundled sample and the starter suites are valid, and can be planned.</summary>
public sealed class SampleTests
{
    [Fact]
    public void Sample_AsBundled_CanBePlannedAndIsShort()
    {
        var suite = SuiteReader.ReadOrThrow(TestFiles.ReadRepository("samples/toron/suite.yaml"), "suite.yaml");
        var prompts = DataTableReader.Parse(suite.Sim!.Data["prompts"], TestFiles.ReadRepositoryBytes("samples/toron/prompts.jsonl"));

        var plan = PlanBuilder.Build(suite, new Dictionary<string, DataTable> { ["prompts"] = prompts.Table! }, seed: null, environment: null, new LoadCaps());

        prompts.Table!.Rows.Select(static row => row.GetProperty("question").GetString()).Distinct().Should().HaveCount(300);
        plan.Cost.SimCalls.Should().Be(600);
        plan.Cost.ReplayCalls.Should().Be(1200);
        plan.Cost.LoadDuration.Should().BeLessThanOrEqualTo(TimeSpan.FromSeconds(15));
        plan.Phases.Should().Equal("sim", "load", "replay");
    }

    [Theory]
    [InlineData("http", 3)]
    [InlineData("process", 2)]
    [InlineData("toron", 3)]
    public void For_EachKind_IsASuiteThatCanBePlanned(string kind, int phases)
    {
        var suite = SuiteReader.ReadOrThrow(SuiteTemplate.For(kind), "suite.yaml");

        suite.Engine.Kind.Should().Be(kind);
        PlanBuilder.Build(suite, new Dictionary<string, DataTable>(), seed: null, environment: null, new LoadCaps()).Phases.Should().HaveCount(phases);
    }

    [Fact]
    public void Kinds_HaveATemplateEach_OthersAreRefused()
    {
        SuiteTemplate.Kinds.Should().Equal("http", "process", "toron");
        var unknown = () => SuiteTemplate.For("grpc");
        unknown.Should().Throw<ArgumentException>().WithMessage("*'grpc'*");
    }
}
