namespace TestOps.Store.Relational;

/// <summary>A change with an answer.</summary>
internal sealed class StoreWrite<T>(Func<StoreTransaction, T> apply, CancellationToken cancellationToken) : StoreWrite(cancellationToken)
{
    // Asynchronous continuations: a caller's code must never run on the writer, between two commits.
    private readonly TaskCompletionSource<T> _answer = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private T? _result;

    public Task<T> Answer => _answer.Task;

    public override void Apply(StoreTransaction transaction) => _result = apply(transaction);

    public override void Succeed() => _answer.SetResult(_result!);

    public override void Fail(Exception failure) => _answer.SetException(failure);

    public override void Cancel() => _answer.SetCanceled(CancellationToken);
}
