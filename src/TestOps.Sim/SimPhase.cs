using TestOps.Core;
using TestOps.Core.Engines;
using TestOps.Core.Journaling;
using TestOps.Core.Phases;
using TestOps.Core.Sessions;
using TestOps.Core.Snapshots;
using TestOps.Core.WarRoom;
using TestOps.Sim.Recording;
using TestOps.Sim.Scheduling;
using TestOps.Sim.Statistics;

namespace TestOps.Sim;

/// <summary>
/// The first proof: drives the engine with the seeded simulation, records every step into the trace, and measures checks, metrics and latencies. Controlled
/// engines run in virtual time on all workers; black-box engines get the sessions in order, <c>concurrency</c> in flight.
/// </summary>
public sealed class SimPhase(SimEnvironment environment, ISnapshotStore snapshots) : IPhase
{
    /// <inheritdoc />
    public string Name => "sim";

    /// <inheritdoc />
    /// <exception cref="TestOpsException">The engine cannot be leased, or the very first call finds nobody.</exception>
    public async Task RunAsync(PhaseContext context, CancellationToken cancellationToken)
    {
        await using var lease = await context.Engine.LeaseAsync(new LeaseRequest(LeasePurpose.Sim), cancellationToken);
        await context.ReportLeaseAsync(lease, Name, 0, cancellationToken);
        var program = SessionProgram.Compile(context.Plan);
        var fileName = SnapshotNames.Trace(context.RunId);
        await using var file = snapshots.Create(fileName);
        using var recording = new SimRecording(program, lease, environment, context.Secrets, file.Stream);
        try
        {
            var users = context.Plan.Sessions;
            await ProgressReporter.RunAsync(
                context,
                () => new PhaseProgress(Name, recording.Done, users, "sessions", recording.Live),
                token => recording.RunAsync(environment.Workers, token),
                cancellationToken);
        }
        catch (OperationCanceledException) when (cancellationToken.IsCancellationRequested)
        {
            await context.AppendAsync(new Notice(Name, EventSeverity.Warning, $"stopped after {recording.Done} sessions; what was recorded is kept"), CancellationToken.None);
        }

        var end = await context.ReportEndOfProcessAsync(lease, Name, CancellationToken.None);
        ThrowIfNobodyAnswered(context, recording, end);
        var trace = recording.Finish(fileName);
        await file.CommitAsync(CancellationToken.None);
        context.AddTrace(trace);
        await new SimReport(context, recording, trace, lease, end).AppendAsync();
        cancellationToken.ThrowIfCancellationRequested();
    }

    private static void ThrowIfNobodyAnswered(PhaseContext context, SimRecording recording, string? end)
    {
        var unreachable = recording.Statistics.Failures.GetValueOrDefault(EngineFailureKind.Unreachable);
        if (unreachable is { First: { Session: 0, Step: 1 } } && recording.Statistics.InSuiteOrder().All(step => step.Seen is null || step.Seen.Calls == step.Seen.Unanswered))
        {
            throw new TestOpsException(IncidentCodes.EngineUnreachable, $"the engine {context.Engine.DisplayName} is unreachable: {unreachable.Message}{(end is null ? "" : $"; its process ended: {end}")}", "start the engine, or mend engine.base_url, and run again");
        }
    }
}
