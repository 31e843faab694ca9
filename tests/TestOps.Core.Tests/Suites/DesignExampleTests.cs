using TestOps.Core.Suites;
using TestOps.Core.Suites.Reading;

namespace TestOps.Core.Tests.Suites;

/// <summary>The example of the design, section 5; its <c>steps: [ ... ]</c> is written out.</summary>
public sealed class DesignExampleTests
{
    [Fact]
    public void Read_ExampleOfTheDesign_IsASuite() =>
        SuiteReader.Read(TestFiles.Read("Suites/design-example.yaml"), "suite.yaml").Problems.Should().BeEmpty();
}
