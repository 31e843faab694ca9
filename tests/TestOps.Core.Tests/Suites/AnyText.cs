using TestOps.Core.Suites;
using TestOps.Core.Suites.Reading;

namespace TestOps.Core.Tests.Suites;

/// <summary>Reads any text as a suite and checks what must hold whatever it says.</summary>
internal static class AnyText
{
    public static SuiteReading Check(string text)
    {
        var reading = SuiteReader.Read(text, "fuzz.yaml");
        (reading.Suite is null).Should().Be(reading.Problems.Count > 0);
        foreach (var problem in reading.Problems)
        {
            problem.Path.Should().NotBeEmpty();
            problem.Message.Should().NotBeEmpty().And.NotContain("   at ");
            problem.Hint.Should().NotBeEmpty();
            problem.Line.Should().BeGreaterThanOrEqualTo(0);
            problem.ToString().Should().NotContain("\0");
        }

        return reading;
    }
}
