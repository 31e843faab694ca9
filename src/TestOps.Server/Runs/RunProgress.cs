using TestOps.Core.Journaling;

namespace TestOps.Server.Runs;

/// <summary>How far a run is, 0 to 100: every planned phase counts alike, within a phase its own progress counts. Never goes back; 100 only at the end of the run.</summary>
internal sealed class RunProgress
{
    private readonly Dictionary<string, double> _phases = new(StringComparer.Ordinal);
    private int _planned = 1;

    public int Percent { get; private set; }

    public void Add(RunEvent runEvent, int plannedPhases)
    {
        _planned = Math.Max(1, plannedPhases);
        switch (runEvent)
        {
            case PhaseProgress { Total: > 0 } progress:
                Raise(progress.Phase, Math.Clamp((double)progress.Done / progress.Total, 0, 1));
                break;
            case PhaseEnded ended:
                Raise(ended.Phase, 1);
                break;
            case PhaseSkipped skipped:
                Raise(skipped.Phase, 1);
                break;
            case RunEnded:
                Percent = 100;
                break;
        }
    }

    private void Raise(string phase, double share)
    {
        _phases[phase] = Math.Max(share, _phases.GetValueOrDefault(phase));
        var done = _phases.Values.Sum() / Math.Max(_planned, _phases.Count);
        Percent = Math.Max(Percent, Math.Min(99, (int)(done * 100)));
    }
}
