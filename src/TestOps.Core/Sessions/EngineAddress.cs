using System.Buffers;
using System.Text;
using TestOps.Core.Determinism;

namespace TestOps.Core.Sessions;

/// <summary>Replaces the engine's own address in what is recorded by <c>${engine.base}</c>, because a fresh process may listen elsewhere.</summary>
internal static class EngineAddress
{
    private static readonly byte[] Token = Encoding.ASCII.GetBytes("${engine.base}");

    /// <summary>Hides <paramref name="engineBase"/> (<c>http://host:port</c>) and its authority alone; returns the same bytes where neither occurs.</summary>
    public static ReadOnlyMemory<byte> Hide(ReadOnlyMemory<byte> bytes, string? engineBase, bool isJson)
    {
        if (engineBase is null || !engineBase.Contains("//", StringComparison.Ordinal))
        {
            return bytes;
        }

        var authority = engineBase[(engineBase.IndexOf("//", StringComparison.Ordinal) + 2)..];
        if (bytes.Span.IndexOf(Encoding.ASCII.GetBytes(authority)) < 0)
        {
            return bytes;
        }

        var text = Encoding.UTF8.GetString(bytes.Span).Replace(engineBase, "${engine.base}", StringComparison.Ordinal).Replace(authority, "${engine.base}", StringComparison.Ordinal);
        ReadOnlyMemory<byte> hidden = Encoding.UTF8.GetBytes(text);

        // A member name may have changed its place in the order.
        return isJson && CanonicalJson.TryCanonicalize(hidden, out var canonical, out _) ? canonical : hidden;
    }

    /// <summary>The same for a string.</summary>
    public static string Hide(string text, string? engineBase) =>
        engineBase is null || !text.Contains(engineBase, StringComparison.Ordinal) ? text : text.Replace(engineBase, Encoding.ASCII.GetString(Token), StringComparison.Ordinal);
}
