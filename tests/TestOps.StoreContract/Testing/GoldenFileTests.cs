using TestOps.Testing.Golden;

namespace TestOps.StoreContract.Testing;

public sealed class GoldenFileTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    private string GoldenPath => Path.Combine(_folder.Path, "golden.txt");

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void Check_EqualApartFromLineEnds_Passes()
    {
        File.WriteAllText(GoldenPath, "a\r\nb\r\n");

        GoldenFile.Check(GoldenPath, "a\nb\n");
    }

    [Fact]
    public void Check_AnotherLine_NamesFileLineAndBothTexts()
    {
        File.WriteAllText(GoldenPath, "a\nb\n");

        var check = () => GoldenFile.Check(GoldenPath, "a\nc\n");

        check.Should().Throw<GoldenFileMismatchException>().WithMessage($"{GoldenPath} line 2: expected 'b', was 'c'*{GoldenFile.UpdateVariable}*");
    }

    [Theory]
    [InlineData("a")]
    [InlineData("a\nb\nc\n")]
    public void Check_ShorterOrLonger_Fails(string actual)
    {
        File.WriteAllText(GoldenPath, "a\nb\n");

        var check = () => GoldenFile.Check(GoldenPath, actual);

        check.Should().Throw<GoldenFileMismatchException>();
    }

    [Fact]
    public void Check_MissingFile_SaysSo()
    {
        var check = () => GoldenFile.Check(GoldenPath, "a");

        check.Should().Throw<GoldenFileMismatchException>().WithMessage("*no such file*");
    }
}
