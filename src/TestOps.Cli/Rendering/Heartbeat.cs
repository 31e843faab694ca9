namespace TestOps.Cli.Rendering;

/// <summary>Calls something at an interval. Output that breaks ends the beat, never the process: a timer's exception would.</summary>
internal sealed class Heartbeat : IAsyncDisposable
{
    private readonly ITimer _timer;
    private readonly Action _beat;
    private volatile bool _isBroken;

    public Heartbeat(TimeProvider time, TimeSpan interval, Action beat)
    {
        _beat = beat;
        _timer = time.CreateTimer(_ => Beat(), null, interval, interval);
    }

    public ValueTask DisposeAsync() => _timer.DisposeAsync();

    private void Beat()
    {
        if (_isBroken)
        {
            return;
        }

        try
        {
            _beat();
        }
        catch (Exception failure) when (failure is IOException or ObjectDisposedException)
        {
            _isBroken = true;
        }
    }
}
