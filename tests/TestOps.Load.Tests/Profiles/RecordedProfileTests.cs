using System.Text.Json;
using TestOps.Core.Suites;
using TestOps.Core.Suites.Reading;
using TestOps.Load.Tests.Fakes;

namespace TestOps.Load.Tests.Profiles;

/// <summary>Profiles that a real k6 2.2.0 ran, with what it counted: the executors here come to the same under a clock that the test moves.</summary>
public sealed class RecordedProfileTests
{
    private static readonly JsonSerializerOptions s_options = new(JsonSerializerDefaults.Web);

    public static TheoryData<string> Recordings => [.. All.Select(static profile => profile.Recording)];

    private static IReadOnlyList<RecordedProfile> All { get; } =
        JsonSerializer.Deserialize<List<RecordedProfile>>(File.ReadAllText(Path.Combine(AppContext.BaseDirectory, "Recordings", "profiles.json")), s_options)!;

    [Theory]
    [MemberData(nameof(Recordings))]
    public async Task RunAsync_ProfileOfARecording_CountsWhatK6Counted(string recording)
    {
        var recorded = All.Single(profile => profile.Recording == recording);
        var (complete, interrupted, dropped, made) = (0L, 0L, 0L, 0);
        foreach (var scenario in Read(recorded))
        {
            var moments = ProfileModel.Of(scenario, (_, _) => recorded.IterationMs)!;
            using var bench = new ExecutorBench(scenario, TimeSpan.FromMilliseconds(recorded.IterationMs));
            var run = bench.Start();
            await bench.FollowAsync(moments);
            bench.Advance(Math.Max(0, (long)(scenario.StartTime + scenario.Duration).TotalMilliseconds - bench.NowMs));
            await run;
            complete += bench.Executor.Complete;
            interrupted += bench.Executor.Interrupted;
            dropped += bench.Executor.Dropped;
            made += bench.Users.Made;
        }

        // k6's start on the very end is a matter of chance there; here it does not happen.
        (complete + dropped).Should().Be(recorded.Complete + recorded.Dropped - recorded.StartsAtTheEnd);
        complete.Should().Be(recorded.Dropped > 0 ? recorded.Complete : recorded.Complete - recorded.StartsAtTheEnd);
        (interrupted, made).Should().Be((recorded.Interrupted, recorded.VusMax));
    }

    private static IReadOnlyList<LoadScenarioSpec> Read(RecordedProfile recorded)
    {
        // In k6 the script's default function is what runs where exec names none.
        var scenarios = recorded.Scenarios.GetRawText();
        scenarios = scenarios.Contains("\"exec\"", StringComparison.Ordinal) ? scenarios : scenarios.Replace("\"executor\"", "\"exec\": \"default\", \"executor\"", StringComparison.Ordinal);
        var suite = $$"""
            version: 1
            name: recorded
            engine: { kind: http, base_url: "http://127.0.0.1:1" }
            sim: { scenarios: { default: { steps: [{ name: a, call: GET /a }] }, browse: { steps: [{ name: b, call: GET /b }] }, buy: { steps: [{ name: c, call: GET /c }] } } }
            load: { scenarios: {{scenarios}} }
            """;
        return SuiteReader.ReadOrThrow(suite, "recorded.yaml").Load!.Scenarios;
    }

    private sealed record RecordedProfile(string Recording, int IterationMs, long Complete, long Interrupted, long Dropped, int VusMax, JsonElement Scenarios, int StartsAtTheEnd = 0);
}
