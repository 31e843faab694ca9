using System.Text;
using ZstdSharp;

namespace TestOps.EndToEnd.Tests.Secrets;

/// <summary>Secrets that no test would meet by chance, and the search for them in all that was written or printed.</summary>
internal sealed class Canaries
{
    private readonly SortedDictionary<string, string> _values = new(StringComparer.Ordinal);

    /// <summary>Adds a secret of its own; <paramref name="before"/> and <paramref name="after"/> are part of its value.</summary>
    public string Add(string name, string before = "", string after = "")
    {
        _values[name] = $"Zq{Guid.NewGuid():N}"[..18];
        return before + _values[name] + after;
    }

    /// <summary>Every occurrence of a secret in <paramref name="bytes"/>, in any spelling that can be undone; each names the secret and what stands around it.</summary>
    public IEnumerable<string> FindIn(string place, byte[] bytes)
    {
        var text = Encoding.Latin1.GetString(bytes);
        foreach (var (name, value) in _values)
        {
            foreach (var form in Forms(value))
            {
                if (text.IndexOf(form, StringComparison.OrdinalIgnoreCase) is >= 0 and var at)
                {
                    yield return $"{name} in {place}: ...{text[Math.Max(0, at - 60)..Math.Min(text.Length, at + 60)]}...";
                }
            }
        }
    }

    /// <summary>The same for all files below a folder, with compressed ones unpacked.</summary>
    public IEnumerable<string> FindBelow(string folder) => Directory.GetFiles(folder, "*", SearchOption.AllDirectories).SelectMany(path => FindIn(path, Read(path)));

    private static byte[] Read(string path)
    {
        var bytes = File.ReadAllBytes(path);
        if (!path.EndsWith(".zst", StringComparison.Ordinal))
        {
            return bytes;
        }

        using var plain = new MemoryStream();
        using var stream = new DecompressionStream(new MemoryStream(bytes));
        stream.CopyTo(plain);
        return plain.ToArray();
    }

    // Part of a secret is a secret, too: 10 of its 18 characters give it away.
    private static IEnumerable<string> Forms(string value)
    {
        yield return value[..10];
        yield return value[^10..];
        yield return new string([.. value.Reverse()]);
        yield return Convert.ToHexString(Encoding.UTF8.GetBytes(value[2..10]));
        for (var before = 0; before < 3; before++)
        {
            yield return Convert.ToBase64String([.. new byte[before], .. Encoding.UTF8.GetBytes(value)])[(before + 2)..^6];
        }
    }
}
