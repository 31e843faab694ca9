using System.Diagnostics;
using TestOps.Core;

namespace TestOps.StoreContract.Crashes;

/// <summary>A real process that owns a run and appends to it until it is killed.</summary>
internal sealed class StoreProbe : IDisposable
{
    private readonly Process _process;

    private StoreProbe(Process process, RunId runId)
    {
        _process = process;
        RunId = runId;
    }

    public RunId RunId { get; }

    /// <summary>Lines of acknowledged events read so far: <c>sequence text</c>.</summary>
    public List<string> Acknowledged { get; } = [];

    public static StoreProbe Start(string dataFolder, RunId runId)
    {
        var start = new ProcessStartInfo(Path.Combine(AppContext.BaseDirectory, OperatingSystem.IsWindows() ? "TestOps.StoreProbe.exe" : "TestOps.StoreProbe"))
        {
            ArgumentList = { dataFolder, runId.ToString() },
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
        };
        return new StoreProbe(Process.Start(start)!, runId);
    }

    /// <summary>Reads until <paramref name="count"/> events are acknowledged.</summary>
    public async Task ReadAsync(int count, CancellationToken deadline)
    {
        while (Acknowledged.Count < count)
        {
            Acknowledged.Add(await _process.StandardOutput.ReadLineAsync(deadline) ?? throw new InvalidOperationException($"The probe ended after {Acknowledged.Count} events."));
        }
    }

    /// <summary>SIGKILL; then everything that it still managed to say is read.</summary>
    public async Task KillAsync(CancellationToken deadline)
    {
        _process.Kill();
        await _process.WaitForExitAsync(deadline);
        while (await _process.StandardOutput.ReadLineAsync(deadline) is { } line)
        {
            Acknowledged.Add(line);
        }
    }

    public void Dispose()
    {
        if (!_process.HasExited)
        {
            _process.Kill();
        }

        _process.Dispose();
    }
}
