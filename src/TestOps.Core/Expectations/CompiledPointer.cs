using System.Globalization;
using System.Text;
using System.Text.Json;

namespace TestOps.Core.Expectations;

/// <summary>A JSON Pointer (RFC 6901), ready to be followed in UTF-8.</summary>
internal sealed class CompiledPointer
{
    private readonly (byte[] Name, int Index)[] _tokens;

    private CompiledPointer((byte[] Name, int Index)[] tokens) => _tokens = tokens;

    public static CompiledPointer Compile(string check, string pointer)
    {
        if (pointer.Length == 0)
        {
            return new CompiledPointer([]);
        }

        if (pointer[0] != '/')
        {
            throw new InvalidCheckException(check, $"the pointer '{pointer}' does not start with /", "write a JSON Pointer, for example /consensus/confidence");
        }

        return new CompiledPointer([.. pointer[1..].Split('/').Select(token => Token(token.Replace("~1", "/", StringComparison.Ordinal).Replace("~0", "~", StringComparison.Ordinal)))]);
    }

    public bool TryFind(JsonElement root, out JsonElement value)
    {
        value = root;
        foreach (var (name, index) in _tokens)
        {
            if (value.ValueKind == JsonValueKind.Object)
            {
                if (!value.TryGetProperty(name, out value))
                {
                    return false;
                }
            }
            else if (value.ValueKind == JsonValueKind.Array && index >= 0 && index < value.GetArrayLength())
            {
                value = value[index];
            }
            else
            {
                return false;
            }
        }

        return value.ValueKind != JsonValueKind.Undefined;
    }

    private static (byte[] Name, int Index) Token(string token)
    {
        var isIndex = int.TryParse(token, NumberStyles.None, CultureInfo.InvariantCulture, out var index) && (token.Length == 1 || token[0] != '0');
        return (Encoding.UTF8.GetBytes(token), isIndex ? index : -1);
    }
}
