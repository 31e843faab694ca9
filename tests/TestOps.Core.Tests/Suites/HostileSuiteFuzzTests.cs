using System.Text;
using TestOps.Core.Suites;
using TestOps.Core.Suites.Reading;
using TestOps.Testing.Fuzzing;

namespace TestOps.Core.Tests.Suites;

/// <summary>Damaged suites, and suites that are written to hurt: each is read or refused with complete problems, soon, and never by an exception.</summary>
public sealed class HostileSuiteFuzzTests
{
    private const ulong Seed = 20261123;
    private static readonly TimeSpan s_deadline = TimeSpan.FromSeconds(60);

    private static readonly string[] s_words =
    [
        "&a ", "*a", "<<: *a", "!!binary ", "!x ", "|\n", ">-\n", "? ", "---\n", "...\n", "%YAML 1.2\n", "%TAG ! x\n", "- ", "\n  ", "\n\t", "${", "${env.X}", "${keep.x}", "js: ", "(a+)+$", "expect:", "steps:",
        "use: x", "call: GET /", ".nan", ".inf", "1e400", "0x7fffffffffffffff", "500ms", "-1s", "16MiB", "99999999999999999999GiB",
    ];

    private static readonly byte[][] s_suites =
    [
        Encoding.UTF8.GetBytes(TestFiles.Read("Suites/full-suite.json")),
        Encoding.UTF8.GetBytes(TestFiles.Read("Suites/design-example.yaml")),
        Encoding.UTF8.GetBytes(TestFiles.ReadRepository("samples/toron/suite.yaml")),
        Encoding.UTF8.GetBytes(SuiteTemplate.For("http")),
    ];

    public static TheoryData<string> Hostile => [.. HostileSuites.All.Keys.Order(StringComparer.Ordinal)];

    [Fact]
    public async Task Read_Mutants_GiveASuiteOrCompleteProblems() => await Task.Run(ReadMutants, TestContext.Current.CancellationToken).WaitAsync(FuzzBudget.Deadline, TestContext.Current.CancellationToken);

    private static void ReadMutants()
    {
        var mutator = new Mutator(Seed, s_words);
        for (var number = 0; number < FuzzBudget.Mutants; number++)
        {
            var bytes = mutator.Mutate(s_suites[number % s_suites.Length], number);
            var text = Encoding.UTF8.GetString(bytes);
            try
            {
                AnyText.Check(text);
            }
            catch (Exception failure)
            {
                throw new InvalidOperationException($"mutant {number} of seed {Seed} failed: {failure.Message}\n{text}", failure);
            }
        }
    }

    [Theory]
    [MemberData(nameof(Hostile))]
    public async Task Read_HostileSuite_IsRefusedSoon(string name)
    {
        var text = HostileSuites.All[name]();

        // On a thread of its own, so that a hang fails this test instead of the whole run; an overflow of the stack would end the process, and be seen.
        var reading = await Task.Run(() => AnyText.Check(text), TestContext.Current.CancellationToken).WaitAsync(s_deadline, TestContext.Current.CancellationToken);

        reading.Suite.Should().BeNull("{0} is no suite", name);
        reading.Problems.Sum(problem => problem.ToString().Length).Should().BeLessThan(100_000, "a person reads it");
    }
}
