using System.Text.RegularExpressions;

namespace TestOps.Core.Suites.Reading;

/// <summary>The masks.</summary>
internal static partial class MaskReader
{
    private static readonly string[] Words = ["type", "token", "tolerance", "opaque"];
    private static readonly string[] ReservedWords = ["time", "set"];

    public static IReadOnlyList<MaskSpec> Read(SuiteValue value)
    {
        var items = value.Items("write - { step: ask, at: /metrics/latency_ms, kind: type, reason: wall-clock latency }");
        if (items.Count > ReplaySpec.MasksMax)
        {
            value.Problem($"must have at most {ReplaySpec.MasksMax} masks, has {items.Count}", "merge some with *");
        }

        return [.. items.Select(static item => ReadMask(item)).OfType<MaskSpec>()];
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

        var kind = map.Need("kind", "type", "type", static kind => kind.Choice(Words, ReservedWords));
        var (abs, rel) = ReadTolerance(map, kind);
        return new MaskSpec
        {
            Step = map.Read<string?>("step", null, static step => ReadReference(step, ReferenceKind.Step)),
            Call = map.Read<string?>("call", null, static call => ReadReference(call, ReferenceKind.Call)),
            At = map.Need("at", "", "/metrics/latency_ms", ReadPointer),
            Kind = KindOf(kind),
            Reason = map.Need("reason", "", "why it may differ", static reason => reason.Text(1000)),
            Abs = abs,
            Rel = rel,
        };
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
        "opaque" => MaskKind.Opaque,
        _ => MaskKind.Type,
    };

    [GeneratedRegex(@"[^/]\*|\*[^/]", RegexOptions.CultureInvariant)]
    private static partial Regex PartialStar();
}
