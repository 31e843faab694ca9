using TestOps.Core.Journaling;
using TestOps.Core.Phases;

namespace TestOps.Sim.Scheduling;

/// <summary>Appends a progress event every half second while work goes on, and one at its end.</summary>
internal static class ProgressReporter
{
    public static readonly TimeSpan Interval = TimeSpan.FromMilliseconds(500);

    /// <summary>
    /// Runs <paramref name="work"/>; <paramref name="measure"/> gives the progress of the moment. A journal that takes no progress any more ends the work, and its
    /// failure is thrown: whatever the work would bring could not be kept.
    /// </summary>
    public static async Task RunAsync(PhaseContext context, Func<PhaseProgress> measure, Func<CancellationToken, Task> work, CancellationToken cancellationToken)
    {
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        using var timer = new PeriodicTimer(Interval, context.Time);
        var reporting = ReportAsync(context, measure, timer, stop);
        try
        {
            await work(stop.Token);
        }
        finally
        {
            timer.Dispose();
            await reporting;
        }

        await context.AppendAsync(measure(), CancellationToken.None);
    }

    private static async Task ReportAsync(PhaseContext context, Func<PhaseProgress> measure, PeriodicTimer timer, CancellationTokenSource stop)
    {
        PhaseProgress? last = null;
        while (await timer.WaitForNextTickAsync(CancellationToken.None) && !stop.IsCancellationRequested)
        {
            var progress = measure();
            if (progress != last)
            {
                await AppendAsync(context, progress, stop);
                last = progress;
            }
        }
    }

    private static async Task AppendAsync(PhaseContext context, PhaseProgress progress, CancellationTokenSource stop)
    {
        try
        {
            await context.AppendAsync(progress, CancellationToken.None);
        }
        catch
        {
            await stop.CancelAsync();
            throw;
        }
    }
}
