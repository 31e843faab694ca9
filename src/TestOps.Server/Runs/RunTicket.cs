using TestOps.Core;
using TestOps.Core.Journaling;
using TestOps.Core.Runs;
using TestOps.Server.Streaming;

namespace TestOps.Server.Runs;

/// <summary>A run of this server that waits or goes on.</summary>
internal sealed class RunTicket(RunRecord run, IRunJournal owner, RunRequest request, TimeSpan timeout)
{
    public RunId RunId => run.RunId;

    /// <summary>The row as it was created.</summary>
    public RunRecord Run => run;

    public IRunJournal Owner => owner;

    public RunRequest Request => request;

    public TimeSpan Timeout => timeout;

    /// <summary>Whether another process began the run, and this one goes on from its snapshot.</summary>
    public bool IsResumed => run.Status == RunStatus.Running;

    /// <summary>Never disposed: somebody may cancel a run that is just ending, and its sources hold nothing that a collector would not take.</summary>
    public RunControl Control { get; } = new();

    /// <summary>The run on its way, or done; a task that nobody has started yet is complete. Guarded by the queue.</summary>
    public Task Execution { get; set; } = Task.CompletedTask;

    /// <summary>Whether it was let go of for the next server. Guarded by the queue.</summary>
    public bool IsHandedOver { get; set; }

    /// <summary>Completes when the journal has that the run is to be stopped, or its end. The run's own first event comes first, since logs begin with it.</summary>
    public async Task TellStopAsync(CancelStage stage, CancellationToken cancellationToken)
    {
        var begun = owner is ObservedJournal journal && !IsResumed ? journal.Begun : Task.CompletedTask;
        await Task.WhenAny(begun, Execution).WaitAsync(cancellationToken);
        try
        {
            await owner.AppendAsync(StopNotice.Of(stage == CancelStage.Stopping), cancellationToken);
        }
        catch (InvalidOperationException)
        {
            // Nothing follows the end of a journal: the run has drained already, and its end says why.
        }
    }
}
