using System.Text.Json;
using System.Text.Json.Nodes;
using TestOps.Core;
using TestOps.Core.Journaling;
using TestOps.Core.Runs;
using TestOps.Store.Files;
using TestOps.Testing.Clocks;
using TestOps.Testing.Runs;

namespace TestOps.StoreContract.Files;

public sealed class WarRoomRunStoreTests : IDisposable
{
    private static readonly CancellationToken None = CancellationToken.None;

    private readonly TemporaryFolder _folder = new();
    private readonly InMemoryDatabase _database = new();
    private readonly WarRoomLog _log;
    private readonly WarRoomRunStore _store;
    private readonly RunRecord _run = new() { RunId = SequentialIds.At(1), Trigger = "cli", Suite = "smoke", Status = RunStatus.Pending, CreatedAt = DateTimeOffset.UnixEpoch };

    public WarRoomRunStoreTests()
    {
        _log = WarRoomLog.Open(_folder.Path);
        _store = new WarRoomRunStore(new InMemoryRunStore(_database, new ManualTime(new DateTimeOffset(2026, 11, 23, 2, 50, 12, 999, TimeSpan.Zero))), _log);
    }

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task AppendAsync_Incident_GetsItsLine()
    {
        await using var journal = await _store.CreateAsync(_run, None);
        await journal.AppendAsync(new Notice("sim", EventSeverity.Error, "no incident"), None);
        await journal.AppendAsync(Incident("é \"x\"\n") with { Evidence = JsonNode.Parse("""{"value":1.50}""") }, None);

        var expected = """{"timestamp":"2026-11-23T02:50:12Z","severity":"warning","subsystem":"sim","code":"SIM.NO_DATA","message":"é \"x\"\n","suggestion":"look","run_id":"RUN","reproduce":"testops run s","fingerprint":"fp","evidence":{"value":1.50}}""";
        (await File.ReadAllTextAsync(_log.Path, None)).Should().Be(expected.Replace("RUN", _run.RunId.ToString(), StringComparison.Ordinal) + "\n");
    }

    [Fact]
    public async Task RecoverAsync_InterruptedRun_GetsItsLine()
    {
        await (await _store.CreateAsync(_run, None)).DisposeAsync();

        (await _store.RecoverAsync(None)).Should().Equal(_run.RunId);

        (await File.ReadAllLinesAsync(_log.Path, None)).Should().ContainSingle().Which.Should().Contain("RUN.INTERRUPTED").And.Contain(_run.RunId.ToString());
    }

    [Fact]
    public async Task UpdateAsync_ByItsOwnJournal_ReachesTheStore()
    {
        await using var journal = await _store.CreateAsync(_run, None);

        await _store.UpdateAsync(_run with { Status = RunStatus.Running }, journal, None);

        (await _store.FindAsync(_run.RunId, None))!.Status.Should().Be(RunStatus.Running);
    }

    [Fact]
    public async Task Append_ManyWritersOnOneFile_KeepTheirLinesApart()
    {
        var writers = Enumerable.Range(0, 8).Select(writer => Task.Run(() =>
        {
            var log = WarRoomLog.Open(_folder.Path);
            for (var i = 0; i < 25; i++)
            {
                log.Append(_run.RunId, DateTimeOffset.UnixEpoch, Incident(new string((char)('a' + writer), 20_000)));
            }
        }));

        await Task.WhenAll(writers);

        var messages = (await File.ReadAllLinesAsync(_log.Path, None)).Select(line => JsonDocument.Parse(line).RootElement.GetProperty("message").GetString()!);
        messages.Should().HaveCount(200).And.OnlyContain(message => message.Length == 20_000 && message.Distinct().Count() == 1);
    }

    [Fact]
    public async Task AppendAsync_LogMovedAway_BeginsANewOne()
    {
        await using var journal = await _store.CreateAsync(_run, None);
        await journal.AppendAsync(Incident("first"), None);
        File.Move(_log.Path, _log.Path + ".1");

        await journal.AppendAsync(Incident("second"), None);

        (await File.ReadAllLinesAsync(_log.Path, None)).Should().ContainSingle().Which.Should().Contain("second");
    }

    [Fact]
    public async Task AppendAsync_LogCannotBeWritten_SaysSoAfterTheCommit()
    {
        Directory.CreateDirectory(_log.Path);
        await using var journal = await _store.CreateAsync(_run, None);

        var append = () => journal.AppendAsync(Incident("x"), None);

        await append.Should().ThrowAsync<StoreUnavailableException>().WithMessage($"*{_log.Path}*");
        (await _store.ReadAsync(_run.RunId, 0, 10, None)).Should().HaveCount(1);
    }

    private static IncidentOpened Incident(string text) => new("SIM.NO_DATA", "sim", EventSeverity.Warning, text, "look", "testops run s", "fp");
}
