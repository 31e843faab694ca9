using System.Collections.Frozen;
using System.Diagnostics.CodeAnalysis;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Serialization.Metadata;

namespace TestOps.Core.Journaling;

/// <summary>
/// The journal's serialisation (docs/reference/events.md): each event is a type name and a JSON object with snake_case keys, all of them always present.
/// Reading ignores keys it does not know, so that a later version may add some. Lone surrogates, which UTF-8 cannot carry, become U+FFFD.
/// </summary>
public static class RunEventJson
{
    private static readonly RunEventJsonContext Context = new(new JsonSerializerOptions(RunEventJsonContext.Default.Options)
    {
        // The default encoder escapes all that HTML might trip over; journals are read by people and never pasted into markup unescaped.
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
    });

    private static readonly (string Name, JsonTypeInfo Json)[] Vocabulary =
    [
        ("run_started", Context.RunStarted),
        ("phase_started", Context.PhaseStarted),
        ("engine_leased", Context.EngineLeased),
        ("progress", Context.PhaseProgress),
        ("metric", Context.MetricMeasured),
        ("load_second", Context.LoadSecondMeasured),
        ("gate", Context.GateMeasured),
        ("check", Context.CheckFailed),
        ("divergence", Context.DivergenceFound),
        ("replay_scored", Context.ReplayScored),
        ("masks_proposed", Context.MasksProposed),
        ("incident", Context.IncidentOpened),
        ("notice", Context.Notice),
        ("phase_ended", Context.PhaseEnded),
        ("phase_skipped", Context.PhaseSkipped),
        ("snapshot_sealed", Context.SnapshotSealed),
        ("result_sealed", Context.ResultSealed),
        ("run_ended", Context.RunEnded),
    ];

    private static readonly FrozenDictionary<string, JsonTypeInfo> ByName = Vocabulary.ToFrozenDictionary(entry => entry.Name, entry => entry.Json, StringComparer.Ordinal);

    private static readonly FrozenDictionary<Type, (string Name, JsonTypeInfo Json)> ByType = Vocabulary.ToFrozenDictionary(entry => entry.Json.Type);

    /// <summary>The type names of the vocabulary, in its own order.</summary>
    public static IReadOnlyList<string> TypeNames { get; } = [.. Vocabulary.Select(entry => entry.Name)];

    /// <summary>The type name of an event: <c>gate</c>.</summary>
    public static string TypeOf(RunEvent runEvent) => ByType[runEvent.GetType()].Name;

    /// <summary>The event behind a type name, or false for a name outside the vocabulary.</summary>
    public static bool TryGetType(string typeName, [NotNullWhen(true)] out Type? type)
    {
        type = ByName.GetValueOrDefault(typeName)?.Type;
        return type is not null;
    }

    /// <summary>The event's data as one line of JSON.</summary>
    /// <exception cref="ArgumentException">A number is NaN or infinite: the journal holds measurements only.</exception>
    public static string Serialize(RunEvent runEvent) => JsonSerializer.Serialize(runEvent, ByType[runEvent.GetType()].Json);

    /// <summary>The printed name of a severity: <c>debug info warning error</c>.</summary>
    public static string NameOf(EventSeverity severity) => severity switch
    {
        EventSeverity.Debug => "debug",
        EventSeverity.Info => "info",
        EventSeverity.Warning => "warning",
        EventSeverity.Error => "error",
        _ => throw new ArgumentOutOfRangeException(nameof(severity), severity, "not a severity"),
    };

    /// <summary>Reads an event back, equal to the one that was written.</summary>
    /// <exception cref="UnreadableEventException">The type is unknown, or the data do not fit it.</exception>
    public static RunEvent Deserialize(string typeName, string data)
    {
        if (!ByName.TryGetValue(typeName, out var json))
        {
            throw new UnreadableEventException(typeName, $"the type is none of {string.Join(", ", TypeNames)}");
        }

        try
        {
            return (RunEvent?)JsonSerializer.Deserialize(data, json) ?? throw new UnreadableEventException(typeName, "its data are null");
        }
        catch (JsonException failure)
        {
            throw new UnreadableEventException(typeName, failure.Message, failure);
        }
    }
}
