namespace TestOps.Core.Sessions;

/// <summary>
/// Orders the calls of concurrent sessions. Between <see cref="EnterAsync"/> and <see cref="Leave"/> a call is handed to the engine's client, which sends it
/// before it first waits wherever its connection is open: so the numbers are the order in which the engine gets the calls, not that in which workers thought of them.
/// </summary>
public interface IDispatcher
{
    /// <summary>Waits until the call of <paramref name="step"/> (from 1) may go, and answers its number in the order of dispatch, from 0; null where it has none.</summary>
    ValueTask<long?> EnterAsync(long session, int step, CancellationToken cancellationToken);

    /// <summary>The call with that number has been handed over, or will not be; the next one may go.</summary>
    void Leave(long? turn);

    /// <summary>The call of <paramref name="step"/> is skipped by its condition and will not be made.</summary>
    void Skip(long session, int step);
}
