using System.Globalization;
using System.Text;
using TestOps.Core;
using TestOps.Core.Engines;
using TestOps.Core.Suites;
using TestOps.Core.WarRoom;
using TestOps.Testing.Fuzzing;

namespace TestOps.Engines.Tests.Process;

/// <summary>The same damage through a real child: its pipe, its end, its exit code.</summary>
public sealed class ProcessChildFuzzTests
{
    // A process costs a thousand times what a string does.
    private const int MutantsPerChild = 50;
    private const int ChildrenMax = 400;

    private static readonly byte[] Recorded = Encoding.UTF8.GetBytes(string.Join('\n',
    [
        """{"type":"hello","protocol":"testops-engine-1","name":"recorded","concurrency":2}""",
        """{"type":"frame","id":2,"text":"data"}""",
        """{"type":"answer","id":1,"status":200,"json":{"a":[1,2.5]}}""",
        """{"type":"answer","id":2,"status":200}""",
        "",
    ]));

    // The hello, then the rest when the first call has come; then it ends.
    private const string Play = "read -r hello; head -n 1 \"$1\"; read -r call; tail -n +2 \"$1\"";

    [Fact]
    public async Task Lease_OfADamagedProgram_EndsEveryCall()
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "The engine is a shell script.");
        var mutator = new Mutator(20261124, "\"id\":2", "\"type\":\"answer\"", "\n", "\"status\":200");
        var folder = Directory.CreateTempSubdirectory("testops-fuzz-");
        var endings = new SortedDictionary<string, int>(StringComparer.Ordinal);
        try
        {
            for (var number = 0; number < Math.Clamp(FuzzBudget.Mutants / MutantsPerChild, 1, ChildrenMax); number++)
            {
                var file = Path.Combine(folder.FullName, number.ToString(CultureInfo.InvariantCulture));
                await File.WriteAllBytesAsync(file, mutator.Mutate(Recorded, number), EngineCalls.Deadline);
                foreach (var ending in await PlayAsync(file).WaitAsync(FuzzBudget.Deadline))
                {
                    endings[ending] = endings.GetValueOrDefault(ending) + 1;
                }

                File.Delete(file);
            }
        }
        finally
        {
            folder.Delete(recursive: true);
        }

        endings.Keys.Should().Contain(["answered", "MalformedAnswer", IncidentCodes.EngineStartFailed]);
    }

    private static async Task<IReadOnlyList<string>> PlayAsync(string file)
    {
        try
        {
            var spec = ShellEngine.Spec(Play, file);
            await using var lease = await ShellEngine.LeaseAsync(spec with { Start = spec.Start! with { Timeout = TimeSpan.FromSeconds(2) } });
            var replies = await Task.WhenAll(lease.CallAsync(), lease.CallAsync());
            return [.. replies.Select(reply => reply.Failure?.Kind.ToString() ?? "answered")];
        }
        catch (TestOpsException exception)
        {
            return [exception.Code];
        }
    }
}
