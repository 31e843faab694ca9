using TestOps.Core.Engines;

namespace TestOps.Core.Traces;

/// <summary>
/// What is recorded of one step: the value behind a line of the trace. Bodies are canonical JSON where they are JSON, else the text or bytes as received.
/// The engine's own base address is the token <c>${engine.base}</c>.
/// </summary>
public sealed record StepRecord
{
    /// <summary>The world; for now each session is its own, so it equals <see cref="Session"/>.</summary>
    public long World => Session;

    /// <summary>Session number, from 0.</summary>
    public required long Session { get; init; }

    /// <summary>Step number within the session, from 1.</summary>
    public required int Step { get; init; }

    /// <summary>Number of the call in the order of dispatch, from 0, for engines that see all sessions; null for controlled engines. Not compared.</summary>
    public long? Order { get; init; }

    /// <summary>Number of the repetition, from 1; 0 where the step is not repeated. It follows from the step number, and is not compared of itself.</summary>
    public int Repetition { get; init; }

    /// <summary>Whether the step's condition skipped it: then method and path are those that the suite writes, and there is no answer.</summary>
    public bool IsSkipped { get; init; }

    /// <summary>Name of the scenario.</summary>
    public required string Scenario { get; init; }

    /// <summary>Name of the step.</summary>
    public required string Name { get; init; }

    /// <summary>HTTP method.</summary>
    public required string Method { get; init; }

    /// <summary>Path and query, rendered; values kept by earlier steps stay tokens such as <c>${keep.id}</c>.</summary>
    public required string Path { get; init; }

    /// <summary>Request headers of the step, unresolved (templates as the suite writes them), sorted by name; never cookies or authorization.</summary>
    public IReadOnlyList<Header> RequestHeaders { get; init; } = [];

    /// <summary>Request body.</summary>
    public RecordedBody RequestBody { get; init; }

    /// <summary>HTTP status; 0 with a failure.</summary>
    public int Status { get; init; }

    /// <summary>Content type of the answer; null where none was sent.</summary>
    public string? ContentType { get; init; }

    /// <summary>Kept response headers (those that checks name), sorted by name.</summary>
    public IReadOnlyList<Header> Headers { get; init; } = [];

    /// <summary>Body of the answer; of a stream the joined text.</summary>
    public RecordedBody Body { get; init; }

    /// <summary>Results of the checks in suite order.</summary>
    public IReadOnlyList<RecordedCheck> Checks { get; init; } = [];

    /// <summary>Why there was no answer; null where there was one. A transport failure is an incident and never a divergence.</summary>
    public EngineFailureKind? Failure { get; init; }

    /// <summary>Nanoseconds from the session's start to the call.</summary>
    public long StartNs { get; init; }

    /// <summary>Nanoseconds of the step: of the call, of all attempts of a poll with the pauses between them.</summary>
    public long ElapsedNs { get; init; }

    /// <summary>Whether the two times are virtual: then they are compared, too.</summary>
    public bool IsVirtualTime { get; init; }

    /// <summary>Attempts of a poll; 0 where the step is none. A measurement, not compared.</summary>
    public int Attempts { get; init; }

    /// <summary>What was measured of a stream; null where the answer is none. Not compared.</summary>
    public RecordedStream? Stream { get; init; }
}
