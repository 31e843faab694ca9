using TestOps.Core;
using TestOps.Core.Runs;
using TestOps.Server.Problems;
using TestOps.Server.Suites;

namespace TestOps.Server.Runs;

/// <summary>Plans an order, creates its run in the store and queues it. What this returns is kept: a run that a client was told of is in the store, with the key that it sent.</summary>
internal sealed class RunLauncher(RunQueue queue, RunnerEnvironment environment, ISuiteCatalogue catalogue, OrderBaseline baselines, RunQueueOptions options)
{
    private const int KeyMax = 255;

    // Orders with a key, one after the other: a repeated one must find the run of the first, and not meet a queue that the first has filled.
    private readonly SemaphoreSlim _keyed = new(1, 1);

    /// <summary>The run of an order: a new one, or the one that the same order with the same key has made before.</summary>
    /// <exception cref="ApiProblemException">The order cannot be carried out, or its key belongs to another one.</exception>
    public async Task<RunId> StartAsync(RunOrder order, string? key, CancellationToken cancellationToken)
    {
        CheckKey(key);
        if (key is null)
        {
            return await StartNewAsync(order, null, cancellationToken);
        }

        await _keyed.WaitAsync(cancellationToken);
        try
        {
            return await FindRepeatedAsync(order, key, cancellationToken) ?? await StartNewAsync(order, key, cancellationToken);
        }
        finally
        {
            _keyed.Release();
        }
    }

    private async Task<RunId> StartNewAsync(RunOrder order, string? key, CancellationToken cancellationToken)
    {
        queue.RefuseWhenClosed();
        var suite = SuiteLookup.Find(catalogue, order.Suite);
        var request = catalogue.Prepare(suite, order.Wishes);
        request = request with { Baseline = await baselines.FindAsync(order.Baseline, request.Plan, cancellationToken) };
        var run = new RunRecord
        {
            RunId = environment.Ids.NextRunId(),
            Trigger = order.Trigger,
            Suite = request.Plan.Suite.Name,
            Status = RunStatus.Pending,
            CreatedAt = environment.Time.GetUtcNow(),
            Request = order.Canonical,
            RequestKey = key,
        };
        return await CreateAsync(run, request, order, cancellationToken);
    }

    private async Task<RunId> CreateAsync(RunRecord run, RunRequest request, RunOrder order, CancellationToken cancellationToken)
    {
        queue.Reserve();
        try
        {
            var owner = await environment.Store.CreateAsync(run, cancellationToken);
            queue.Enqueue(new RunTicket(run, owner, request, order.Timeout ?? options.TimeoutMax));
            return run.RunId;
        }
        catch (RequestKeyTakenException taken)
        {
            queue.Release();
            return await FindRepeatedAsync(order, taken.RequestKey, cancellationToken) ?? throw new InvalidOperationException("A run of a key was there, and is gone.", taken);
        }
        catch
        {
            queue.Release();
            throw;
        }
    }

    private async Task<RunId?> FindRepeatedAsync(RunOrder order, string key, CancellationToken cancellationToken)
    {
        if (await environment.Store.FindByKeyAsync(key, cancellationToken) is not { } run)
        {
            return null;
        }

        return run.Request == order.Canonical
            ? run.RunId
            : throw new ApiProblemException(ProblemKind.KeyReused, $"run {run.RunId} was started with this key and another request") { Hint = "send a new key with every new request" };
    }

    private static void CheckKey(string? key)
    {
        if (key is not null && (key.Length is 0 or > KeyMax || !key.All(c => c is >= '!' and <= '~')))
        {
            throw new ApiProblemException(ProblemKind.ParameterInvalid, FormattableString.Invariant($"Idempotency-Key must have 1 to {KeyMax} visible ASCII characters"));
        }
    }
}
