using System.Globalization;
using TestOps.Core.Determinism;
using TestOps.Core.Suites;

namespace TestOps.Core.Tests.Determinism;

/// <summary>Holds the code equal to the test vectors in docs/internals/determinism.md.</summary>
public sealed class PublishedVectorsTests
{
    public static TheoryData<string> Vectors()
    {
        var page = File.ReadAllLines(Path.Combine(Root(), "docs", "internals", "determinism.md"));
        return new TheoryData<string>(page.SkipWhile(line => line != "```vectors").Skip(1).TakeWhile(line => line != "```"));
    }

    [Theory]
    [MemberData(nameof(Vectors))]
    public void Streams_PublishedVector_IsReproduced(string vector)
    {
        var parts = vector.Split(' ', StringSplitOptions.RemoveEmptyEntries);
        var random = SeededRandom.ForSession(ulong.Parse(parts[1], CultureInfo.InvariantCulture), long.Parse(parts[2], CultureInfo.InvariantCulture));
        foreach (var label in parts[3] == "-" ? [] : parts[3].Split('/'))
        {
            random = random.Fork(label);
        }

        parts.Skip(4).Select(_ => Draw(parts[0], random)).Should().Equal(parts.Skip(4));
    }

    [Fact]
    public void Vectors_Page_HasAllKinds() => Vectors().Count.Should().BeGreaterThanOrEqualTo(10);

    private static string Draw(string kind, SeededRandom random) => kind switch
    {
        "bits" => random.NextUInt64().ToString("x16", CultureInfo.InvariantCulture),
        "below-1000" => Text(random.NextInt64(1000)),
        "below-2^62+1" => Text(random.NextInt64((1L << 62) + 1)),
        "uniform-1s-3s" => Text(ThinkSampler.SampleNs(new UniformThink(TimeSpan.FromSeconds(1), TimeSpan.FromSeconds(3)), random)),
        "exponential-2s" => Text(ThinkSampler.SampleNs(new ExponentialThink(TimeSpan.FromSeconds(2)), random)),
        "lognormal-2s-0.5" => Text(ThinkSampler.SampleNs(new LognormalThink(TimeSpan.FromSeconds(2), 500), random)),
        _ => throw new InvalidOperationException($"No draw is called '{kind}'."),
    };

    private static string Text(long value) => value.ToString(CultureInfo.InvariantCulture);

    private static string Root()
    {
        var folder = new DirectoryInfo(AppContext.BaseDirectory);
        while (folder is not null && !File.Exists(Path.Combine(folder.FullName, "TestOps.slnx")))
        {
            folder = folder.Parent;
        }

        return folder?.FullName ?? throw new InvalidOperationException($"No TestOps.slnx above {AppContext.BaseDirectory}.");
    }
}
