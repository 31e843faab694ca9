using TestOps.Core.Journaling;
using TestOps.Core.Phases;

namespace TestOps.Sim.Scheduling;

/// <summary>Appends a progress event every half second while work goes on, and one at its end.</summary>
internal static class ProgressReporter
{
    public static readonly TimeSpan Interval = TimeSpan.FromMilliseconds(500);

    /// <summary>Runs <paramref name="work"/>; <paramref name="measure"/> gives the progress of the moment.</summary>
    public static async Task RunAsync(PhaseContext context, Func<PhaseProgress> measure, Func<Task> work, CancellationToken cancellationToken)
    {
        using var timer = new PeriodicTimer(Interval, context.Time);
        var reporting = ReportAsync(context, measure, timer, cancellationToken);
        try
        {
            await work();
        }
        finally
        {
            timer.Dispose();
            await reporting;
        }

        await context.AppendAsync(measure(), CancellationToken.None);
    }

    private static async Task ReportAsync(PhaseContext context, Func<PhaseProgress> measure, PeriodicTimer timer, CancellationToken cancellationToken)
    {
        PhaseProgress? last = null;
        while (await timer.WaitForNextTickAsync(CancellationToken.None) && !cancellationToken.IsCancellationRequested)
        {
            var progress = measure();
            if (progress != last)
            {
                await context.AppendAsync(progress, CancellationToken.None);
                last = progress;
            }
        }
    }
}
