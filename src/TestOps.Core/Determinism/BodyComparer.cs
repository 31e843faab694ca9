using System.Runtime.InteropServices;
using System.Text;
using System.Text.Json;
using TestOps.Core.Suites;
using TestOps.Core.Traces;

namespace TestOps.Core.Determinism;

/// <summary>Walks two canonical JSON bodies side by side and names each difference that the masks leave.</summary>
internal sealed class BodyComparer
{
    private readonly DivergenceList _divergences;
    private readonly SessionTokens _expectedTokens;
    private readonly SessionTokens _actualTokens;
    private readonly JsonPointerBuilder _pointer;

    public BodyComparer(DivergenceList divergences, SessionTokens expectedTokens, SessionTokens actualTokens, string prefix = "")
    {
        _divergences = divergences;
        _expectedTokens = expectedTokens;
        _actualTokens = actualTokens;
        _pointer = new JsonPointerBuilder(prefix);
    }

    /// <summary>Compares two bodies of any kind; <paramref name="place"/> names bodies that are not both JSON.</summary>
    public void Compare(RecordedBody expected, RecordedBody actual, StepMasks masks, string place)
    {
        if (expected.Kind == BodyKind.Json && actual.Kind == BodyKind.Json)
        {
            if (masks.IsEmpty && expected.Bytes.Span.SequenceEqual(actual.Bytes.Span))
            {
                return;
            }

            using var left = JsonDocument.Parse(expected.Bytes, CanonicalJson.DocumentOptions);
            using var right = JsonDocument.Parse(actual.Bytes, CanonicalJson.DocumentOptions);
            CompareValues(left.RootElement, right.RootElement, masks.Root);
        }
        else if (expected.Kind != actual.Kind)
        {
            var @class = expected.Kind == BodyKind.None ? DivergenceClass.Extra : actual.Kind == BodyKind.None ? DivergenceClass.Missing : DivergenceClass.Type;
            _divergences.AddTexts(place, @class, Show(expected), Show(actual));
        }
        else if (!expected.Bytes.Span.SequenceEqual(actual.Bytes.Span))
        {
            _divergences.AddTexts(place, DivergenceClass.Value, Show(expected), Show(actual));
        }
    }

    private void CompareValues(JsonElement expected, JsonElement actual, MaskNode? node)
    {
        var kind = node?.Mask?.Kind;
        if (kind == MaskKind.Opaque)
        {
            return;
        }

        var type = JsonTypes.Of(expected.ValueKind);
        if (type != JsonTypes.Of(actual.ValueKind))
        {
            Add(DivergenceClass.Type, expected, actual);
        }
        else if (kind is MaskKind.Token or MaskKind.Type or MaskKind.Time || (kind == MaskKind.Tolerance && type == JsonTypes.Number))
        {
            CompareMasked(expected, actual, node!.Mask!);
        }
        else if (kind == MaskKind.Set && expected.ValueKind == JsonValueKind.Array)
        {
            CompareSets(expected, actual, node!);
        }
        else if (expected.ValueKind == JsonValueKind.Object)
        {
            CompareMembers(expected, actual, node);
        }
        else if (expected.ValueKind == JsonValueKind.Array)
        {
            CompareItems(expected, actual, node);
        }
        else if (!Raw(expected).SequenceEqual(Raw(actual)))
        {
            Add(DivergenceClass.Value, expected, actual);
        }
    }

    private void CompareMasked(JsonElement expected, JsonElement actual, MaskSpec mask)
    {
        var isAlike = mask.Kind switch
        {
            MaskKind.Token => _expectedTokens.Observe(Raw(expected)) == _actualTokens.Observe(Raw(actual)),
            MaskKind.Time => AreTimesAlike(Raw(expected), Raw(actual), mask.Within),
            MaskKind.Tolerance => Tolerance.IsWithin(Raw(expected), Raw(actual), mask.Abs, mask.Rel),
            _ => true,
        };
        if (!isAlike)
        {
            Add(DivergenceClass.Value, expected, actual);
        }
    }

    // Relative to the first time of its own side: two runs begin at different times, and what happens in them takes as long.
    private bool AreTimesAlike(ReadOnlySpan<byte> expected, ReadOnlySpan<byte> actual, TimeSpan within)
    {
        if (expected.SequenceEqual(actual))
        {
            return true;
        }

        if (!TimeText.TryRead(expected, out var form, out var then) || !TimeText.TryRead(actual, out var other, out var now) || form != other)
        {
            return false;
        }

        var apart = (Int128)then - _expectedTokens.FirstTime!.Value - ((Int128)now - _actualTokens.FirstTime!.Value);
        return Int128.Abs(apart) <= within.Ticks;
    }

    private void CompareSets(JsonElement expected, JsonElement actual, MaskNode node)
    {
        foreach (var (left, right) in SetComparer.Pair(expected, actual, node))
        {
            var length = _pointer.Length;
            _pointer.Append(left ?? right!.Value);
            ComparePair(left is { } i ? expected[i] : default, right is { } j ? actual[j] : default, node.AnyItem);
            _pointer.Truncate(length);
        }
    }

    private void CompareMembers(JsonElement expected, JsonElement actual, MaskNode? node)
    {
        using var left = expected.EnumerateObject();
        using var right = actual.EnumerateObject();
        var hasLeft = left.MoveNext();
        var hasRight = right.MoveNext();
        while (hasLeft || hasRight)
        {
            var order = !hasLeft ? 1 : !hasRight ? -1 : CanonicalString.CompareKeys(RawName(left.Current), RawName(right.Current));
            var member = order > 0 ? right.Current : left.Current;
            var length = _pointer.Length;
            _pointer.Append(member.Name);
            ComparePair(order <= 0 ? left.Current.Value : default, order >= 0 ? right.Current.Value : default, node?.Member(RawName(member)));
            _pointer.Truncate(length);
            hasLeft = order <= 0 ? left.MoveNext() : hasLeft;
            hasRight = order >= 0 ? right.MoveNext() : hasRight;
        }
    }

    private void CompareItems(JsonElement expected, JsonElement actual, MaskNode? node)
    {
        var before = _divergences.Count;
        using var left = expected.EnumerateArray();
        using var right = actual.EnumerateArray();
        for (var i = 0; ; i++)
        {
            var hasLeft = left.MoveNext();
            var hasRight = right.MoveNext();
            if (!hasLeft && !hasRight)
            {
                break;
            }

            var length = _pointer.Length;
            _pointer.Append(i);
            ComparePair(hasLeft ? left.Current : default, hasRight ? right.Current : default, node?.Item(i));
            _pointer.Truncate(length);
        }

        if (_divergences.Count > before && expected.GetArrayLength() == actual.GetArrayLength())
        {
            ReportOrder(expected, actual, node, before);
        }
    }

    private void ComparePair(JsonElement expected, JsonElement actual, MaskNode? node)
    {
        if (node is { IsOpaque: true })
        {
            return;
        }

        if (expected.ValueKind == JsonValueKind.Undefined)
        {
            _divergences.Add(_pointer.ToString(), DivergenceClass.Extra, default, Raw(actual));
        }
        else if (actual.ValueKind == JsonValueKind.Undefined)
        {
            _divergences.Add(_pointer.ToString(), DivergenceClass.Missing, Raw(expected), default);
        }
        else
        {
            CompareValues(expected, actual, node);
        }
    }

    /// <summary>Where the arrays hold the same items in another order, one divergence replaces those of the single items.</summary>
    private void ReportOrder(JsonElement expected, JsonElement actual, MaskNode? node, long before)
    {
        var left = Project(expected, node, _expectedTokens);
        var right = Project(actual, node, _actualTokens);
        if (!left.Order(StringComparer.Ordinal).SequenceEqual(right.Order(StringComparer.Ordinal), StringComparer.Ordinal))
        {
            return;
        }

        var first = 0;
        while (left[first] == right[first])
        {
            first++;
        }

        _divergences.Truncate(before);
        var length = _pointer.Length;
        _pointer.Append(first);
        Add(DivergenceClass.Order, expected[first], actual[first]);
        _pointer.Truncate(length);
    }

    // Latin-1 keeps each byte as a character, so that strings compare as the bytes do.
    private static string[] Project(JsonElement items, MaskNode? node, SessionTokens tokens)
    {
        var projections = new string[items.GetArrayLength()];
        using var buffer = new ByteBuffer(256);
        var i = 0;
        foreach (var item in items.EnumerateArray())
        {
            buffer.Clear();
            var raw = Raw(item);
            var reader = new Utf8JsonReader(raw, CanonicalJson.ReaderOptions);
            reader.Read();
            new Projection(raw, tokens, buffer, hidesToleratedNumbers: false).Append(ref reader, node?.Item(i));
            projections[i++] = Encoding.Latin1.GetString(buffer.Written);
        }

        return projections;
    }

    private void Add(DivergenceClass @class, JsonElement expected, JsonElement actual) => _divergences.Add(_pointer.ToString(), @class, Raw(expected), Raw(actual));

    private static ReadOnlySpan<byte> Raw(JsonElement element) => JsonMarshal.GetRawUtf8Value(element);

    private static ReadOnlySpan<byte> RawName(JsonProperty property) => JsonMarshal.GetRawUtf8PropertyName(property);

    private static string? Show(RecordedBody body) => body.Kind switch
    {
        BodyKind.None => null,
        BodyKind.Binary => $"{body.Bytes.Length} bytes: {Convert.ToHexStringLower(body.Bytes.Span[..Math.Min(body.Bytes.Length, 64)])}",
        _ => Encoding.UTF8.GetString(body.Bytes.Span[..Math.Min(body.Bytes.Length, 1024)]),
    };
}
