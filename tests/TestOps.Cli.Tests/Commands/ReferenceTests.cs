using System.Text.RegularExpressions;
using TestOps.Core;
using TestOps.Testing.Golden;

namespace TestOps.Cli.Tests.Commands;

/// <summary>The reference pages equal the program.</summary>
public sealed class ReferenceTests
{
    [Fact]
    public async Task CommandLinePage_EqualsTheCommands()
    {
        using var rig = new CliRig();

        var result = await rig.RunAsync("reference");

        GoldenFile.Check(Path.Combine(Repository.Root, "docs/reference/cli.md"), result.Out);
    }

    [Fact]
    public async Task Schema_PrintsTheFileThatEditorsRead()
    {
        using var rig = new CliRig();

        var result = await rig.RunAsync("schema");

        result.Out.Should().Be(await File.ReadAllTextAsync(Path.Combine(Repository.Root, "schemas/suite.schema.json")));
    }

    [Fact]
    public async Task ExitCodePage_ListsEveryCodeOnceAndNoOther()
    {
        var page = await File.ReadAllTextAsync(Path.Combine(Repository.Root, "docs/reference/exit-codes.md"));

        var documented = Regex.Matches(page, @"^\| (\d+) \|", RegexOptions.Multiline).Select(row => int.Parse(row.Groups[1].Value, System.Globalization.CultureInfo.InvariantCulture));

        documented.Should().Equal(Enum.GetValues<ExitCode>().Select(code => (int)code).Concat([31, 40]).Order());
    }
}
