using System.Text;

namespace TestOps.Core.Determinism;

/// <summary>Collects divergences up to a bound and counts those beyond it. Values are shown as canonical JSON, shortened; whole and without a bound where it is complete.</summary>
internal sealed class DivergenceList(bool isComplete = false)
{
    private const int MaxListed = 100;
    private const int MaxShown = 200;

    private readonly List<Divergence> _listed = [];

    /// <summary>All divergences, the cut ones too.</summary>
    public long Count { get; private set; }

    public IReadOnlyList<Divergence> Listed => _listed;

    /// <summary>Adds values that are canonical JSON; empty for absent ones.</summary>
    public void Add(string pointer, DivergenceClass @class, ReadOnlySpan<byte> expected, ReadOnlySpan<byte> actual)
    {
        if (isComplete || _listed.Count < MaxListed)
        {
            _listed.Add(new Divergence(pointer, @class, Shorten(expected), Shorten(actual)));
        }

        Count++;
    }

    /// <summary>Adds texts, shown as JSON strings; null for absent ones.</summary>
    public void AddTexts(string pointer, DivergenceClass @class, string? expected, string? actual) => Add(pointer, @class, Quote(expected), Quote(actual));

    /// <summary>Forgets what was added since <see cref="Count"/> was <paramref name="count"/>.</summary>
    public void Truncate(long count)
    {
        Count = count;
        if (_listed.Count > count)
        {
            _listed.RemoveRange((int)count, _listed.Count - (int)count);
        }
    }

    private byte[] Quote(string? text)
    {
        if (text is null)
        {
            return [];
        }

        using var buffer = new ByteBuffer(64);
        CanonicalString.Append(buffer, isComplete ? text : Cut(text));
        return buffer.Written.ToArray();
    }

    private string Shorten(ReadOnlySpan<byte> json)
    {
        if (isComplete)
        {
            return Encoding.UTF8.GetString(json);
        }

        // A character has at most four bytes, so this many hold more than is shown.
        var text = Encoding.UTF8.GetString(json[..Math.Min(json.Length, 4 * (MaxShown + 1))]);
        return Cut(text);
    }

    private static string Cut(string text)
    {
        if (text.Length <= MaxShown)
        {
            return text;
        }

        var length = MaxShown - 1;
        return (char.IsHighSurrogate(text[length - 1]) ? text[..(length - 1)] : text[..length]) + "…";
    }
}
