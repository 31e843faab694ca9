using System.Reflection.PortableExecutable;
using System.Text.RegularExpressions;
using TestOps.EndToEnd.Tests.Binary;
using TestOps.EndToEnd.Tests.Suites;

namespace TestOps.EndToEnd.Tests.Packaging;

/// <summary>What people install: the tool is packed, installed from its folder alone, and runs a suite.</summary>
public sealed class DotnetToolTests
{
    // Compiling ahead of time takes a minute of processor time, and machines are shared.
    private static readonly TimeSpan PackDeadline = TimeSpan.FromMinutes(15);

    [Fact]
    public async Task PackedTool_InstalledFromItsFolder_RunsASuite()
    {
        using var sandbox = new Sandbox();
        var packages = Path.Combine(Repository.Root, ".build", "pack", "out");
        File.WriteAllText(Path.Combine(sandbox.Folder, "suite.yaml"), SuiteText.Toron());
        File.WriteAllText(Path.Combine(sandbox.Folder, "nuget.config"), $"""<configuration><packageSources><clear/><add key="packed" value="{packages}"/></packageSources></configuration>""");

        if (TestOpsBinary.Installed is null)
        {
            var packed = await TestOpsBinary.RunPastedAsync($"'{Path.Combine(Repository.Root, "eng", "pack.sh")}'", sandbox.Folder, PackDeadline);
            packed.ExitCode.Should().Be(0, "{0}", packed);
        }

        var installed = await TestOpsBinary.RunPastedAsync("dotnet tool install --tool-path tool TestOps.Tool --configfile nuget.config", sandbox.Folder);
        var help = await TestOpsBinary.RunPastedAsync("tool/testops --help", sandbox.Folder);
        var run = await TestOpsBinary.RunPastedAsync("tool/testops run suite.yaml --quiet", sandbox.Folder);

        Directory.GetFiles(packages).Select(Path.GetFileName).Should().Contain(name => name!.StartsWith("TestOps.Tool.any.", StringComparison.Ordinal))
            .And.Contain(name => Regex.IsMatch(name!, @"^TestOps\.Tool\.[a-z]+-[a-z0-9]+\."));
        installed.ExitCode.Should().Be(0, "{0}", installed);
        help.Out.Should().Contain("testops run");
        run.ExitCode.Should().Be(0, "{0}", run);
        run.Out.Should().StartWith("PASS small");
        var libraries = Directory.GetFiles(sandbox.Folder, "testops.dll", SearchOption.AllDirectories);
        libraries.Should().NotBeEmpty().And.OnlyContain(library => IsReadyToRun(library), "a start in less than 150 ms needs code that was compiled ahead of time");
        libraries.Should().OnlyContain(path => path.Contains("-x64", StringComparison.Ordinal) || path.Contains("-arm64", StringComparison.Ordinal), "the runtime's own package is chosen, not the portable one");
    }

    // The header of compiled code hangs where managed code has its native header.
    private static bool IsReadyToRun(string library)
    {
        using var file = new PEReader(File.OpenRead(library));
        return file.PEHeaders.CorHeader!.ManagedNativeHeaderDirectory.Size > 0;
    }
}
