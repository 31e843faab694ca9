using System.Text.RegularExpressions;

namespace TestOps.Core.Suites.Reading;

/// <summary>The masks.</summary>
internal static partial class MaskReader
{
    private static readonly string[] Words = ["type", "token", "tolerance", "time", "set", "opaque"];
    private static readonly MaskSpec Defaults = new() { At = "", Kind = MaskKind.Type, Reason = "" };

    public static IReadOnlyList<MaskSpec> Read(SuiteValue value)
    {
        var items = value.Items("write - { step: ask, at: /metrics/latency_ms, kind: type, reason: wall-clock latency }");
        if (items.Count > ReplaySpec.MasksMax)
        {
            value.Problem($"must have at most {ReplaySpec.MasksMax} masks, has {items.Count}", "merge some with *");
        }

        var masks = items.Select(static item => (At: item, Mask: ReadMask(item))).ToList();
        foreach (var (at, mask) in masks.Where(static mask => mask.Mask is not null))
        {
            CheckBelowSet(at, mask!, masks.Select(static other => other.Mask).OfType<MaskSpec>());
        }

        return [.. masks.Select(static mask => mask.Mask).OfType<MaskSpec>()];
    }

    private static MaskSpec? ReadMask(SuiteValue value)
    {
        if (value.Map("replay.masks[]") is not { } map)
        {
            return null;
        }

        if (map.Has("step") == map.Has("call"))
        {
            map.Problem($"a mask needs one of step and call, has {(map.Has("step") ? "both" : "none")}", "write step: ask, or call: POST /query");
        }

        var kind = map.Need("kind", "type", "type", static kind => kind.Choice(Words, []));
        var (abs, rel) = ReadTolerance(map, kind);
        RefuseOthers(map, kind);
        return new MaskSpec
        {
            Step = map.Read<string?>("step", null, static step => ReadReference(step, ReferenceKind.Step)),
            Call = map.Read<string?>("call", null, static call => ReadReference(call, ReferenceKind.Call)),
            At = map.Need("at", "", "/metrics/latency_ms", ReadPointer),
            Kind = KindOf(kind),
            Reason = map.Need("reason", "", "why it may differ", static reason => reason.Text(1000)),
            Abs = abs,
            Rel = rel,
            Within = Own(map, kind, "time", Defaults.Within, static time => time.Read("within", Defaults.Within, static within => within.Duration(TimeSpan.Zero, TimeSpan.FromHours(24)))),
            Key = Own<string?>(map, kind, "set", null, static set => set.Read<string?>("key", null, PointerText.Read)),
            Expires = Own<DateOnly?>(map, kind, "opaque", null, static opaque => opaque.Read<DateOnly?>("expires", null, static day => day.Date())),
        };
    }

    /// <summary>What belongs to one kind alone, read only there.</summary>
    private static T Own<T>(SuiteMap map, string kind, string key, T fallback, Func<SuiteMap, T> read) =>
        kind == key && map.Find(key)?.Map($"replay.masks[].{key}") is { } own ? read(own) : fallback;

    private static void RefuseOthers(SuiteMap map, string kind)
    {
        foreach (var key in (ReadOnlySpan<string>)["time", "set", "opaque"])
        {
            if (kind.Length > 0 && kind != key)
            {
                map.Refuse($"belongs to kind {key}", $"remove it, or write kind: {key}", key);
            }
        }
    }

    /// <summary>Where order does not count, an index names nothing.</summary>
    private static void CheckBelowSet(SuiteValue at, MaskSpec mask, IEnumerable<MaskSpec> masks)
    {
        var tokens = mask.At.Split('/');
        foreach (var set in masks.Where(other => other.Kind == MaskKind.Set && other.Step == mask.Step && other.Call == mask.Call))
        {
            var above = set.At.Split('/');
            if (tokens.Length > above.Length && tokens.Take(above.Length).SequenceEqual(above, StringComparer.Ordinal) && tokens[above.Length].Length > 0 && tokens[above.Length].All(char.IsAsciiDigit))
            {
                at.Problem($"'{mask.At}' names an index of '{set.At}', which is a set: its order means nothing", $"write {string.Join('/', [.. above, "*", .. tokens.Skip(above.Length + 1)])}");
            }
        }
    }

    public static string ReadReference(SuiteValue value, ReferenceKind kind)
    {
        var name = value.Text(8000);
        if (name.Length > 0)
        {
            value.Context.References.Require(value, name, kind);
        }

        return name;
    }

    public static string ReadPointer(SuiteValue value)
    {
        var pointer = PointerText.Read(value);
        if (PartialStar().IsMatch(pointer))
        {
            value.MustBe("a JSON Pointer, where * stands alone for any index", "write /items/*/id");
        }

        return pointer;
    }

    private static (decimal Abs, decimal Rel) ReadTolerance(SuiteMap map, string kind)
    {
        if (kind.Length == 0)
        {
            return (0, 0);
        }

        if (kind != "tolerance")
        {
            map.Refuse("belongs to kind tolerance", "remove it, or write kind: tolerance", "tolerance");
            return (0, 0);
        }

        if (map.Need<SuiteMap?>("tolerance", null, "{ abs: 0.001 }", static value => value.Map("replay.masks[].tolerance")) is not { } tolerance)
        {
            return (0, 0);
        }

        var abs = tolerance.Read("abs", 0m, static value => value.Number(0, 1_000_000_000_000));
        var rel = tolerance.Read("rel", 0m, static value => value.Number(0, 1));
        if (abs == 0 && rel == 0)
        {
            tolerance.Problem("a tolerance of 0 tolerates nothing", "write abs: 0.001 or rel: 0.01");
        }

        return (abs, rel);
    }

    private static MaskKind KindOf(string word) => word switch
    {
        "token" => MaskKind.Token,
        "tolerance" => MaskKind.Tolerance,
        "time" => MaskKind.Time,
        "set" => MaskKind.Set,
        "opaque" => MaskKind.Opaque,
        _ => MaskKind.Type,
    };

    [GeneratedRegex(@"[^/]\*|\*[^/]", RegexOptions.CultureInvariant)]
    private static partial Regex PartialStar();
}
