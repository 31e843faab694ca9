using System.Globalization;
using System.Text.Json;

namespace TestOps.Engines.Http;

/// <summary>RFC 6901 over a parsed document.</summary>
internal static class VersionPointer
{
    /// <summary>The value at <paramref name="pointer"/>; null where there is none.</summary>
    public static JsonElement? Find(JsonElement root, string pointer)
    {
        var current = root;
        foreach (var part in pointer.Split('/').Skip(1))
        {
            var token = part.Replace("~1", "/", StringComparison.Ordinal).Replace("~0", "~", StringComparison.Ordinal);
            if (current.ValueKind == JsonValueKind.Object && current.TryGetProperty(token, out var member))
            {
                current = member;
            }
            else if (current.ValueKind == JsonValueKind.Array && int.TryParse(token, NumberStyles.None, CultureInfo.InvariantCulture, out var index)
                && index < current.GetArrayLength())
            {
                current = current[index];
            }
            else
            {
                return null;
            }
        }

        return current;
    }
}
