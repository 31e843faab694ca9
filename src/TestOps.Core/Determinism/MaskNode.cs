using System.Text;
using TestOps.Core.Suites;

namespace TestOps.Core.Determinism;

/// <summary>A place on the way to masked values: what applies here and where the ways go on.</summary>
internal sealed class MaskNode
{
    private readonly (byte[] Name, MaskNode Node)[] _byName;
    private readonly (int Index, MaskNode Node)[] _byIndex;
    private readonly MaskNode? _anyIndex;

    private MaskNode(MaskSpec? mask, (byte[] Name, MaskNode Node)[] byName, (int Index, MaskNode Node)[] byIndex, MaskNode? anyIndex)
    {
        Mask = mask;
        _byName = byName;
        _byIndex = byIndex;
        _anyIndex = anyIndex;
        SetKey = KeyOf(mask, anyIndex);
    }

    /// <summary>The mask of this very place; the first in suite order where several name it.</summary>
    public MaskSpec? Mask { get; }

    public bool IsSet => Mask?.Kind == MaskKind.Set;

    /// <summary>Where the items of a set have their key; null where there is none, or none that is compared.</summary>
    public JsonPointer? SetKey { get; }

    /// <summary>Where the way goes on in each item of a set, whose indexes mean nothing.</summary>
    public MaskNode? AnyItem => _anyIndex;

    public bool IsOpaque => Mask?.Kind == MaskKind.Opaque;

    /// <summary>Builds the node that is <paramref name="depth"/> tokens deep from all masks that lead to it or through it.</summary>
    public static MaskNode Build(IReadOnlyList<(string[] Tokens, MaskSpec Mask)> masks, int depth)
    {
        MaskSpec? here = null;
        var deeper = new List<(string[] Tokens, MaskSpec Mask)>();
        foreach (var (tokens, mask) in masks)
        {
            if (tokens.Length == depth)
            {
                here ??= mask;
            }
            else
            {
                deeper.Add((tokens, mask));
            }
        }

        var names = deeper.Select(mask => mask.Tokens[depth]).Distinct(StringComparer.Ordinal).ToArray();
        return new MaskNode(here, ByName(deeper, depth, names), ByIndex(deeper, depth, names), AnyIndex(deeper, depth));
    }

    /// <summary>Where the way goes on in an object; the name is escaped as in canonical JSON, without quotes.</summary>
    public MaskNode? Member(ReadOnlySpan<byte> name)
    {
        foreach (var (candidate, node) in _byName)
        {
            if (name.SequenceEqual(candidate))
            {
                return node;
            }
        }

        return null;
    }

    /// <summary>The same for a name as it is.</summary>
    public MaskNode? Named(string name) => Member(Escaped(name));

    /// <summary>Where the way goes on in an array.</summary>
    public MaskNode? Item(int index)
    {
        if (IsSet)
        {
            return _anyIndex;
        }

        foreach (var (candidate, node) in _byIndex)
        {
            if (candidate == index)
            {
                return node;
            }
        }

        return _anyIndex;
    }

    // A key that is masked itself cannot say which items belong together.
    private static JsonPointer? KeyOf(MaskSpec? mask, MaskNode? item)
    {
        if (mask is not { Kind: MaskKind.Set, Key: { } text } || !JsonPointer.TryParse(text, out var pointer, out _))
        {
            return null;
        }

        var node = item;
        foreach (var token in pointer.Tokens)
        {
            if (node?.Mask is not null)
            {
                return null;
            }

            node = node?.Member(Escaped(token)) ?? (JsonPointer.TryReadIndex(token, out var index) ? node?.Item(index) : null);
        }

        return node is null ? pointer : null;
    }

    private static (byte[] Name, MaskNode Node)[] ByName(List<(string[] Tokens, MaskSpec Mask)> masks, int depth, string[] names) =>
        [.. names.Select(name => (Escaped(name), Build([.. masks.Where(mask => mask.Tokens[depth] == name)], depth + 1)))];

    // A numbered item is also met by the masks of any index.
    private static (int Index, MaskNode Node)[] ByIndex(List<(string[] Tokens, MaskSpec Mask)> masks, int depth, string[] names)
    {
        var nodes = new List<(int Index, MaskNode Node)>();
        foreach (var name in names)
        {
            if (JsonPointer.TryReadIndex(name, out var index))
            {
                nodes.Add((index, Build([.. masks.Where(mask => mask.Tokens[depth] == name || mask.Tokens[depth] == MaskSet.AnyIndex)], depth + 1)));
            }
        }

        return [.. nodes];
    }

    private static MaskNode? AnyIndex(List<(string[] Tokens, MaskSpec Mask)> masks, int depth)
    {
        (string[] Tokens, MaskSpec Mask)[] any = [.. masks.Where(mask => mask.Tokens[depth] == MaskSet.AnyIndex)];
        return any.Length == 0 ? null : Build(any, depth + 1);
    }

    private static byte[] Escaped(string name)
    {
        using var buffer = new ByteBuffer(Encoding.UTF8.GetMaxByteCount(name.Length));
        CanonicalString.Append(buffer, name);
        return buffer.Written[1..^1].ToArray();
    }
}
