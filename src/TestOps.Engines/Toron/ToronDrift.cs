using System.Globalization;
using System.Text;
using System.Text.Json;

namespace TestOps.Engines.Toron;

/// <summary>
/// The faults <c>drift</c> and <c>type</c>: replaces one value of an answer by one that depends on the instance's number. Instance 0, the recorded
/// run of the in-process engine, answers unchanged. The answer stays canonical.
/// </summary>
internal static class ToronDrift
{
    /// <summary>The answer with the fault planted; the same bytes where the pointer has no value in this answer.</summary>
    public static ReadOnlyMemory<byte> Plant(ReadOnlyMemory<byte> answer, ToronFault fault, int instance)
    {
        if (instance == 0 || JsonPlace.Find(answer.Span, fault.Pointer!) is not { } place)
        {
            return answer;
        }

        var value = Encoding.UTF8.GetString(answer.Span.Slice(place.Start, place.Length));
        var replacement = Encoding.UTF8.GetBytes(fault.Kind == ToronFaultKind.Drift ? OtherValue(value, place.Type, instance) : OtherType(place.Type, instance));
        return (byte[])[.. answer.Span[..place.Start], .. replacement, .. answer.Span[(place.Start + place.Length)..]];
    }

    private static string OtherValue(string value, JsonTokenType type, int instance) => type switch
    {
        JsonTokenType.String => string.Create(CultureInfo.InvariantCulture, $"{value[..^1]} (drift {instance})\""),
        // An odd digit at the end keeps a fraction canonical and all but equal; the drift must be found by comparing, not by its size.
        JsonTokenType.Number when value.Contains('.') => string.Create(CultureInfo.InvariantCulture, $"{value}{(instance * 2L) + 1}"),
        JsonTokenType.Number => (long.Parse(value, CultureInfo.InvariantCulture) + instance).ToString(CultureInfo.InvariantCulture),
        JsonTokenType.True or JsonTokenType.False => instance % 3 == 0 ? value : type == JsonTokenType.True ? "false" : "true",
        JsonTokenType.StartArray => string.Create(CultureInfo.InvariantCulture, $"{value[..^1]}{(value == "[]" ? "" : ",")}\"drift-{instance}\"]"),
        // '~' sorts behind every name of the contract, so the object's keys stay in order.
        _ => string.Create(CultureInfo.InvariantCulture, $"{value[..^1]}{(value == "{}" ? "" : ",")}\"~drift\":{instance}}}"),
    };

    private static string OtherType(JsonTokenType type, int instance)
    {
        // No null among them: it would be the same from two processes, and the fault could hide.
        (JsonTokenType Type, string Value)[] all =
        [
            (JsonTokenType.String, string.Create(CultureInfo.InvariantCulture, $"\"drift-{instance}\"")),
            (JsonTokenType.Number, instance.ToString(CultureInfo.InvariantCulture)),
            (JsonTokenType.StartArray, string.Create(CultureInfo.InvariantCulture, $"[{instance}]")),
            (JsonTokenType.StartObject, string.Create(CultureInfo.InvariantCulture, $"{{\"drift\":{instance}}}")),
        ];
        var others = all.Where(other => other.Type != type).ToArray();
        return others[(instance - 1) % others.Length].Value;
    }
}
