namespace TestOps.Server.Problems;

/// <summary>A kind of problem that the API answers with: its stable code, status and title (docs/reference/api.md).</summary>
internal sealed record ProblemKind(string Code, int Status, string Title)
{
    public static readonly ProblemKind TestingLocked = new("testing-locked", 403, "Testing is locked");
    public static readonly ProblemKind PhraseInvalid = new("phrase-invalid", 403, "Invalid unlock phrase");
    public static readonly ProblemKind PhraseRateLimited = new("phrase-rate-limited", 429, "Too many wrong phrases");
    public static readonly ProblemKind OriginRefused = new("origin-refused", 403, "Origin refused");
    public static readonly ProblemKind BodyMalformed = new("body-malformed", 400, "The body is no JSON object");
    public static readonly ProblemKind BodyTooLarge = new("body-too-large", 413, "The body is too large");
    public static readonly ProblemKind BodyInvalid = new("body-invalid", 422, "The body does not fit");
    public static readonly ProblemKind ParameterInvalid = new("parameter-invalid", 400, "A parameter does not fit");
    public static readonly ProblemKind RequestMalformed = new("request-malformed", 400, "The request is malformed");
    public static readonly ProblemKind RunNotFound = new("run-not-found", 404, "No such run");
    public static readonly ProblemKind ResultsNotFound = new("results-not-found", 404, "No results yet");
    public static readonly ProblemKind RunFinished = new("run-finished", 409, "The run has ended");
    public static readonly ProblemKind RunElsewhere = new("run-elsewhere", 409, "The run belongs to another process");
    public static readonly ProblemKind RunActive = new("run-active", 409, "A run is active");
    public static readonly ProblemKind KeyReused = new("idempotency-key-reused", 422, "The key belongs to another request");
    public static readonly ProblemKind QueueFull = new("queue-full", 503, "The queue is full");
    public static readonly ProblemKind ShuttingDown = new("shutting-down", 503, "The server is shutting down");
    public static readonly ProblemKind StoreUnavailable = new("store-unavailable", 503, "The store is unavailable");
    public static readonly ProblemKind SuiteNotFound = new("suite-not-found", 404, "No such suite");
    public static readonly ProblemKind SuiteInvalid = new("suite-invalid", 422, "The suite has problems");
    public static readonly ProblemKind EngineUnhealthy = new("engine-unhealthy", 503, "The engine does not answer as it should");
    public static readonly ProblemKind EnvironmentFailure = new("environment", 503, "Engine, tool or target unavailable");
    public static readonly ProblemKind SnapshotNotFound = new("snapshot-not-found", 404, "No such snapshot");
    public static readonly ProblemKind SnapshotCorrupt = new("snapshot-corrupt", 409, "The snapshot is damaged");
    public static readonly ProblemKind SnapshotWithoutTrace = new("snapshot-without-trace", 409, "The snapshot has no trace");
    public static readonly ProblemKind SnapshotBusy = new("snapshot-busy", 503, "Another snapshot is being worked on");
    public static readonly ProblemKind NotFound = new("not-found", 404, "No such resource");
    public static readonly ProblemKind MethodNotAllowed = new("method-not-allowed", 405, "The resource has no such method");
    public static readonly ProblemKind InternalError = new("internal-error", 500, "Internal error");

    /// <summary>The problem's type, a stable name and no address.</summary>
    public string Type => "urn:testops:problem:" + Code;

    /// <summary>The kind that stands for a bare status.</summary>
    public static ProblemKind OfStatus(int status) => status switch
    {
        404 => NotFound,
        405 => MethodNotAllowed,
        413 => BodyTooLarge,
        >= 500 => InternalError,
        _ => RequestMalformed with { Status = status },
    };
}
