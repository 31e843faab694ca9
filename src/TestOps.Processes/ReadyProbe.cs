namespace TestOps.Processes;

/// <summary>
/// Asks once whether a child is ready, with a limit of its own on how long it asks. Answers null when it is, else what is still missing, for people:
/// <c>GET /health answered 503</c>. What it throws ends the start, so a refused connection is an answer and not an exception.
/// </summary>
/// <param name="child">The child, running so far as anyone knows.</param>
/// <param name="cancellationToken">Cancelled when the start is given up.</param>
public delegate Task<string?> ReadyProbe(ChildProcess child, CancellationToken cancellationToken);
