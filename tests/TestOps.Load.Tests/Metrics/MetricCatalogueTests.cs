using TestOps.Load.Metrics;

namespace TestOps.Load.Tests.Metrics;

public sealed class MetricCatalogueTests
{
    [Fact]
    public void All_Names_AreUnique() =>
        MetricCatalogue.All.Select(metric => metric.Name).Should().OnlyHaveUniqueItems();

    [Fact]
    public void All_EveryMetricAndTag_IsDocumented()
    {
        var page = File.ReadAllText(Path.Combine(Root(), "docs", "reference", "load.md"));

        MetricCatalogue.All.Select(metric => metric.Name).Concat(MetricCatalogue.All.SelectMany(metric => metric.Tags)).Distinct()
            .Should().OnlyContain(word => page.Contains($"`{word}`"));
    }

    [Fact]
    public void All_ExtraMetrics_AreTheTwoThatK6DoesNotHave() =>
        MetricCatalogue.All.Where(metric => metric.IsExtra).Select(metric => metric.Name).Should().Equal("http_req_duration_intended", "iteration_start_lag");

    private static string Root()
    {
        var folder = new DirectoryInfo(AppContext.BaseDirectory);
        while (!File.Exists(Path.Combine(folder!.FullName, "TestOps.slnx")))
        {
            folder = folder.Parent;
        }

        return folder.FullName;
    }
}
