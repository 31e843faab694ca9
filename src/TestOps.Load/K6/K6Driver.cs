using TestOps.Core.Engines;
using TestOps.Core.Journaling;
using TestOps.Core.Phases;
using TestOps.Core.Safety;
using TestOps.Core.Suites;

namespace TestOps.Load.K6;

/// <summary>Lets k6 generate the load: a script of the user's, unmodified, or one that is generated from the suite's scenarios.</summary>
internal sealed class K6Driver(LoadSpec load, TargetPolicy policy, K6Options options) : ILoadDriver
{
    /// <summary>Finds k6 and lets it look at the script, without an engine.</summary>
    public async Task PrepareAsync(PhaseContext context, CancellationToken cancellationToken)
    {
        using var folder = K6WorkFolder.Create(options.WorkFolder);
        var ready = await new K6Preparation(load, options).PrepareAsync(context, K6Preparation.NoTarget, folder, cancellationToken).ConfigureAwait(false);
        var planned = FormattableString.Invariant($"at most {ready.Script.Options.VusMax} virtual users, {DurationText.Format(ready.Script.Options.Duration)}");
        await context.AppendAsync(
            new Notice(LoadPhase.PhaseName, EventSeverity.Info, $"k6 {ready.Tool.Version} (by {ready.Tool.FoundBy}: {ready.Tool.Path}) takes {load.Script?.File ?? "the generated script"}: {planned}"),
            cancellationToken).ConfigureAwait(false);
    }

    /// <inheritdoc />
    public async Task<LoadMeasurement> MeasureAsync(PhaseContext context, EngineLease lease, CancellationToken cancellationToken)
    {
        using var folder = K6WorkFolder.Create(options.WorkFolder);
        var target = new LoadScriptTarget(lease.BaseAddress!, lease.Headers, lease.Timeout);
        var ready = await new K6Preparation(load, options).PrepareAsync(context, target, folder, cancellationToken).ConfigureAwait(false);
        var blocked = await K6Blacklist.OfAsync(policy, target.BaseAddress.IdnHost, cancellationToken).ConfigureAwait(false);
        var wrapper = await ready.Inspection.WrapperAsync(ready.Script, folder.Summary, cancellationToken).ConfigureAwait(false);
        var command = K6Command.Of(ready, folder, [.. blocked.Concat(ready.Script.Options.BlockedRanges).Distinct(StringComparer.Ordinal)], wrapper is not null);
        var outcome = await new K6Run(ready, folder, runEvent => context.AppendAsync(runEvent, CancellationToken.None)).RunAsync(command, wrapper, cancellationToken).ConfigureAwait(false);
        return new K6Measurement(ready.Tool, ready.Script, outcome).Of(load.Script?.File, command.Text);
    }
}
