using TestOps.Cli.Composition;
using TestOps.Core;
using TestOps.Core.Runs;

namespace TestOps.Cli.Rendering;

/// <summary>Shows a run while it goes on. Neither harms the other: a view that breaks leaves the run alone, and a run that breaks ends its view.</summary>
internal sealed class RunShow(IRunView view, CliHost host)
{
    public async Task<RunOutcome> AroundAsync(IRunStore store, Func<Action<RunId>, Task<RunOutcome>> run)
    {
        using var end = new CancellationTokenSource();
        var started = new TaskCompletionSource<RunId>(TaskCreationOptions.RunContinuationsAsynchronously);
        var showing = ShowAsync(store, started.Task, end.Token);
        try
        {
            return await run(started.SetResult);
        }
        catch
        {
            // The journal of this run will never have an end: nobody may wait for it.
            started.TrySetCanceled(CancellationToken.None);
            await end.CancelAsync();
            throw;
        }
        finally
        {
            if (await showing is { } failure)
            {
                await host.Error.WriteLineAsync($"testops: the view of the run broke ({failure.Message}); the run itself went on");
            }
        }
    }

    private async Task<Exception?> ShowAsync(IRunStore store, Task<RunId> started, CancellationToken end)
    {
        try
        {
            await view.FollowAsync(store, await started, host.Time, end);
            return null;
        }
        catch (OperationCanceledException)
        {
            return null;
        }
        catch (Exception failure)
        {
            return failure;
        }
    }
}
