using System.Text.Json.Nodes;
using TestOps.Core;
using TestOps.Core.Journaling;
using TestOps.EndToEnd.Tests.Binary;

namespace TestOps.EndToEnd.Tests.Serving;

/// <summary>A run with a client that stays with it over any number of servers, and what was told of it before.</summary>
internal sealed class FollowedRun(string runId)
{
    private readonly Watcher _watcher = new(runId);
    private Task<bool> _reading = Task.FromResult(false);
    private List<string> _logs = [];
    private int _progress;

    public string RunId => runId;

    /// <summary>Whether its client has seen the end.</summary>
    public bool HasEnded { get; private set; }

    /// <summary>Attaches the client to a server.</summary>
    public void Follow(ServerProcess server) => _reading = _watcher.ReadAsync(server.Client);

    /// <summary>Waits until the server's death, or the end of the run, has ended the client's stream.</summary>
    public async Task DetachAsync() => HasEnded |= await _reading;

    /// <summary>Asks for the status, which must go on from what it was.</summary>
    public async Task PollAsync(ServerProcess server)
    {
        var status = await server.StatusAsync(runId);
        var logs = status["logs"]!.AsArray().Select(line => (string)line!).ToList();
        logs.Should().StartWith(_logs, "logs only grow");
        ((int)status["progress"]!).Should().BeGreaterThanOrEqualTo(_progress, "progress never goes back");
        (_logs, _progress) = (logs, (int)status["progress"]!);
    }

    /// <summary>What the client has seen so far is how the journal begins.</summary>
    public async Task CheckAsync(Sandbox sandbox)
    {
        var journal = await JournalAsync(sandbox);
        _watcher.Seen.Count.Should().BeLessThanOrEqualTo(journal.Count, "nothing is told that is not committed");
        for (var i = 0; i < _watcher.Seen.Count; i++)
        {
            var seen = JsonNode.Parse(_watcher.Seen[i].Data)!;
            ((long)seen["seq"]!).Should().Be(journal[i].Sequence, "each event is seen once and in order");
            _watcher.Seen[i].EventType.Should().Be(RunEventJson.TypeOf(journal[i].Event));
            JsonNode.DeepEquals(seen["data"], JsonNode.Parse(RunEventJson.Serialize(journal[i].Event))).Should().BeTrue("{0} is {1}", _watcher.Seen[i].Data, journal[i].Event);
        }
    }

    /// <summary>The client has seen the whole journal, and the status has all of its lines; gives the run's final status.</summary>
    public async Task<string> CheckEndAsync(Sandbox sandbox, ServerProcess server)
    {
        await CheckAsync(sandbox);
        var journal = await JournalAsync(sandbox);
        _watcher.Seen.Count.Should().Be(journal.Count, "nothing was lost");
        journal.Select(entry => entry.Sequence).Should().Equal(Enumerable.Range(1, journal.Count).Select(number => (long)number));
        var ended = journal[^1].Event.Should().BeOfType<RunEnded>().Which;
        await PollAsync(server);
        _logs.Should().Equal(journal.Select(RunJournal.LineOf).OfType<string>().Select(line => line.ReplaceLineEndings(" ")));
        return ended.Status;
    }

    private Task<IReadOnlyList<JournalEntry>> JournalAsync(Sandbox sandbox) =>
        Core.RunId.TryParse(runId, out var id) ? RunJournal.ReadAsync(sandbox.Data, id) : throw new FormatException(runId);
}
