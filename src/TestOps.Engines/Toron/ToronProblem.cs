using System.Text;

namespace TestOps.Engines.Toron;

/// <summary>Why a body is refused with 422, in the words of the modelled server's framework.</summary>
/// <param name="Field">The field; null where the whole body is meant.</param>
/// <param name="Type">The stable slug: <c>missing</c>, <c>json_invalid</c>, <c>string_type</c>...</param>
/// <param name="Message">The text for people.</param>
internal sealed record ToronProblem(string? Field, string Type, string Message)
{
    /// <summary>The 422 body, canonical. Texts here are constants that need no escapes.</summary>
    public byte[] ToBody()
    {
        var location = Field is null ? "\"body\"" : $"\"body\",\"{Field}\"";
        return Encoding.UTF8.GetBytes($$"""{"detail":[{"loc":[{{location}}],"msg":"{{Message}}","type":"{{Type}}"}]}""");
    }
}
