using TestOps.Core.Suites;
using TestOps.Core.Suites.Reading;

namespace TestOps.Core.Tests.Suites;

/// <summary>The example of the design, section 5; its <c>steps: [ ... ]</c> is written out. What it uses beyond this build is named as such.</summary>
public sealed class DesignExampleTests
{
    [Fact]
    public void Read_ExampleOfTheDesign_ReportsOnlyWhatIsNotBuiltYet()
    {
        var reading = SuiteReader.Read(TestFiles.Read("Suites/design-example.yaml"), "suite.yaml");

        reading.Suite.Should().BeNull();
        reading.Problems.Should().OnlyContain(problem => problem.Message.EndsWith("is not built yet", StringComparison.Ordinal));
        reading.Problems.Select(problem => problem.Path).Should().Equal(
            "budget");
    }
}
