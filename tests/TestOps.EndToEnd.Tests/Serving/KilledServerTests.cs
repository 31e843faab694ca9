using System.Globalization;
using TestOps.Core.Determinism;
using TestOps.Core.Journaling;

namespace TestOps.EndToEnd.Tests.Serving;

/// <summary>
/// <c>kill -9</c> of the server with clients attached: before and after the commit of a run and of every kind of event, and at random instants under load. Whatever the next servers make of the runs (they start,
/// go on or end them), what all clients saw before and after is the journal, each event once and in order. <c>TESTOPS_TEST_KILLS</c> sets the number of instants.
/// </summary>
public sealed class KilledServerTests
{
    private const int DefaultKills = 100;
    private const int InstantMaxMs = 1_200;
    private const int Lanes = 2;

    [Fact]
    public Task Server_KilledAtEveryCommitPoint_LosesNothingThatWasTold() => Task.WhenAll(DieAtEveryPointAsync("before"), DieAtEveryPointAsync("after"));

    [Fact]
    public async Task Server_KilledAtRandomInstants_LosesNothingThatWasTold()
    {
        var kills = int.TryParse(Environment.GetEnvironmentVariable("TESTOPS_TEST_KILLS"), NumberStyles.None, CultureInfo.InvariantCulture, out var wanted) ? wanted : DefaultKills;
        var statuses = await Task.WhenAll(Enumerable.Range(0, Lanes).Select(lane => DieAtInstantsAsync(lane, kills / Lanes)));

        statuses.SelectMany(status => status).Should().Contain("PASS", "some runs came to their end in spite of all").And.Contain("INTERRUPTED", "some kills hit a run before its seal");
    }

    private static async Task DieAtEveryPointAsync(string when)
    {
        using var lane = new ServerLane();

        // The run itself, with its order and its key: what a client is told of by 202.
        await lane.DieAtAsync($"{when}:create", "small");
        foreach (var type in RunEventJson.TypeNames)
        {
            if (type == "notice")
            {
                // What says something in passing is the run that goes on from its snapshot.
                await lane.DieAtAsync("after:snapshot_sealed", "defects");
            }

            await lane.DieAtAsync($"{when}:{type}", type switch { "load_second" => "loaded", "phase_skipped" => "unreachable", _ => "defects" });
        }

        await lane.EndAsync();
    }

    private static async Task<IReadOnlyCollection<string>> DieAtInstantsAsync(int number, int kills)
    {
        var random = SeededRandom.ForSession(seed: 11, session: number).Fork("server-kills");
        using var lane = new ServerLane();
        for (var kill = 0; kill < kills; kill++)
        {
            await lane.DieAfterAsync(TimeSpan.FromMilliseconds(random.NextInt64(InstantMaxMs)), "small", (kill % 5) switch { 0 => "loaded", 1 => "defects", _ => "small" });
        }

        await lane.EndAsync();
        return lane.Statuses;
    }
}
