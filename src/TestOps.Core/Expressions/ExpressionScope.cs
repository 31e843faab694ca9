using System.Globalization;
using System.Text.Json;
using TestOps.Core.Clocks;
using TestOps.Core.Determinism;

namespace TestOps.Core.Expressions;

/// <summary>
/// What expressions see: <c>data user env vars engine keep step run random body status headers</c>. One scope serves one session; the
/// interpreter moves it from step to step.
/// </summary>
public sealed class ExpressionScope
{
    private static readonly Dictionary<string, JsonElement> s_noRows = [];
    private static readonly Dictionary<string, string> s_noTexts = [];
    private IAnswerBody? _answer;
    private long _userIndex;
    private string? _userId;
    private IReadOnlyDictionary<string, JsonElement> _data = s_noRows;
    private Dictionary<string, JsonElement>? _keep;

    /// <summary>The session's rows by source: <c>data.prompts.question</c>.</summary>
    public IReadOnlyDictionary<string, JsonElement> Data { get => _data; init => _data = value; }

    /// <summary><c>user.index</c>: the session's number, from 0.</summary>
    public required long UserIndex { get => _userIndex; init => _userIndex = value; }

    /// <summary><c>user.id</c>: <c>user-</c> and the number by default.</summary>
    public string UserId { get => _userId ??= string.Create(CultureInfo.InvariantCulture, $"user-{UserIndex}"); init => _userId = value; }

    /// <summary><c>env.NAME</c>: environment variables; null where not set.</summary>
    public Func<string, string?> Environment { get; init; } = static _ => null;

    /// <summary><c>vars.NAME</c>: variables of the chosen environment.</summary>
    public IReadOnlyDictionary<string, string> Variables { get; init; } = s_noTexts;

    /// <summary><c>engine.base</c>: base address of the lease; null where there is none.</summary>
    public string? EngineBase { get; init; }

    /// <summary><c>engine.port</c>: the port of the lease, in the engine section and in variables only; null where there is none.</summary>
    public int? EnginePort { get; init; }

    /// <summary><c>run.seed</c>, as decimal text: 64 bits do not fit into a JavaScript number.</summary>
    public ulong RunSeed { get; init; }

    /// <summary><c>run.environment</c>: name of the chosen environment; null for none.</summary>
    public string? RunEnvironment { get; init; }

    /// <summary>The session's random streams; <c>random.int(n)</c> and <c>Math.random</c> draw from the stream <c>script</c>.</summary>
    public required SeededRandom Random { get; init; }

    /// <summary>The session's clock, for <c>Date</c>.</summary>
    public required SessionClock Clock { get; init; }

    /// <summary><c>keep.NAME</c>: values kept by earlier steps.</summary>
    public Dictionary<string, JsonElement> Keep => _keep ??= new Dictionary<string, JsonElement>(StringComparer.Ordinal);

    /// <summary><c>step.name</c>.</summary>
    public string StepName { get; set; } = "";

    /// <summary><c>step.number</c>, from 1.</summary>
    public int StepNumber { get; set; }

    /// <summary><c>step.repetition</c>, from 1; 1 where nothing is repeated.</summary>
    public int StepRepetition { get; set; } = 1;

    /// <summary><c>status</c> of the answer; 0 before one.</summary>
    public int Status { get; set; }

    /// <summary><c>body</c> of the answer: JSON, a JSON string for text, or undefined before one.</summary>
    public JsonElement Body
    {
        get => _answer?.Root ?? field;
        set => (field, _answer) = (value, null);
    }

    /// <summary><c>headers</c> of the answer, by lower-case name.</summary>
    public IReadOnlyDictionary<string, string> Headers { get; set; } = s_noTexts;

    /// <summary>Another session begins in this scope.</summary>
    internal void Restart(long userIndex, IReadOnlyDictionary<string, JsonElement> data)
    {
        (_userIndex, _userId, _data) = (userIndex, null, data);
        _keep?.Clear();
    }

    /// <summary>Puts an answer's body into the scope, which is read where an expression looks at it.</summary>
    internal void Take(IAnswerBody answer) => _answer = answer;

    internal string RunSeedText => RunSeed.ToString(CultureInfo.InvariantCulture);
}
