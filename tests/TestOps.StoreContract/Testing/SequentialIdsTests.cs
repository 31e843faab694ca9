using TestOps.Core;
using TestOps.Testing.Runs;

namespace TestOps.StoreContract.Testing;

public sealed class SequentialIdsTests
{
    [Fact]
    public void NextRunId_GivesWellFormedIdsThatSortByNumber()
    {
        var ids = SequentialIds.Create();
        var first = Enumerable.Range(1, 300).Select(_ => ids.NextRunId()).ToList();

        first.Should().OnlyHaveUniqueItems().And.BeInAscendingOrder();
        first.Should().OnlyContain(id => id.Value.Version == 7 && id.Value.Variant >= 8 && id.Value.Variant <= 11);
        first[0].Should().Be(SequentialIds.At(1));
        first[0].ToString().Should().Be("019b76da-a801-7000-8000-000000000001");
        RunId.TryParse(first[0].ToString(), out var parsed).Should().BeTrue();
        parsed.Should().Be(first[0]);
    }
}
