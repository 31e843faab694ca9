using System.Text.Json;
using System.Text.Json.Serialization;

namespace TestOps.Core.Journaling;

/// <summary>Severities as <c>debug info warning error</c>; numbers are refused.</summary>
internal sealed class EventSeverityJsonConverter() : JsonStringEnumConverter<EventSeverity>(JsonNamingPolicy.SnakeCaseLower, allowIntegerValues: false);
