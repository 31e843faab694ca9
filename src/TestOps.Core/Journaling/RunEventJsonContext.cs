using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.Json.Serialization;

namespace TestOps.Core.Journaling;

/// <summary>Generated serialisers of the vocabulary. Computed properties (severity, subsystem, message) stay out: they follow from the rest.</summary>
[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.SnakeCaseLower,
    IgnoreReadOnlyProperties = true,
    RespectNullableAnnotations = true,
    RespectRequiredConstructorParameters = true,
    Converters = [typeof(EventSeverityJsonConverter)])]
[JsonSerializable(typeof(RunStarted))]
[JsonSerializable(typeof(PhaseStarted))]
[JsonSerializable(typeof(EngineLeased))]
[JsonSerializable(typeof(PhaseProgress))]
[JsonSerializable(typeof(MetricMeasured))]
[JsonSerializable(typeof(LoadSecondMeasured))]
[JsonSerializable(typeof(GateMeasured))]
[JsonSerializable(typeof(CheckFailed))]
[JsonSerializable(typeof(DivergenceFound))]
[JsonSerializable(typeof(ReplayScored))]
[JsonSerializable(typeof(MasksProposed))]
[JsonSerializable(typeof(IncidentOpened))]
[JsonSerializable(typeof(Notice))]
[JsonSerializable(typeof(PhaseEnded))]
[JsonSerializable(typeof(PhaseSkipped))]
[JsonSerializable(typeof(SnapshotSealed))]
[JsonSerializable(typeof(ResultSealed))]
[JsonSerializable(typeof(RunEnded))]
internal sealed partial class RunEventJsonContext : JsonSerializerContext;
