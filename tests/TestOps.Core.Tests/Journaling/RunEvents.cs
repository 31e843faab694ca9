using System.Text.Json.Nodes;
using CsCheck;
using TestOps.Core.Journaling;

namespace TestOps.Core.Tests.Journaling;

/// <summary>Arbitrary events of every type.</summary>
internal static class RunEvents
{
    private static readonly Gen<string> Text = Gen.OneOf(
        Gen.String[Gen.Char[' ', '\ud7ff'], 0, 12],
        Among("", "a", "日本語", "🚀", "\0\u0001\n\r\t\"\\/", "<script>&'", "1.0", "null"));

    private static readonly Gen<string?> TextOrNull = Gen.OneOf(Text.Select(text => (string?)text), Gen.Const((string?)null));

    private static readonly Gen<double> Number = Gen.OneOf(Gen.Double.Where(double.IsFinite), Among(0, -0.0, double.Epsilon, double.MaxValue, 0.1, 1e21, 9007199254740993));

    private static readonly Gen<double?> NumberOrNull = Gen.OneOf(Number.Select(number => (double?)number), Gen.Const((double?)null));

    private static readonly Gen<bool?> TruthOrNull = Among<bool?>(true, false, null);

    private static readonly Gen<int?> IntOrNull = Gen.OneOf(Gen.Int.Select(number => (int?)number), Gen.Const((int?)null));

    private static readonly Gen<EventSeverity> Severity = Gen.Enum<EventSeverity>();

    private static readonly Gen<JsonNode> Json = Gen.Select(Text, Number, Gen.Bool, (text, number, truth) =>
        (JsonNode)new JsonObject { ["text"] = text, ["number"] = number, ["list"] = new JsonArray(truth, null, new JsonObject { [text] = 1.50m }) });

    private static readonly Gen<JsonNode?> JsonOrNull = Gen.OneOf(Json.Select(json => (JsonNode?)json), Gen.Const((JsonNode?)null));

    public static Gen<RunEvent> Any { get; } = Gen.OneOf<RunEvent>(
        Gen.Select(Text, Text, Text, Gen.ULong, Json).Select(RunEvent (x) => new RunStarted(x.Item1, x.Item2, x.Item3, x.Item4, x.Item5)),
        Gen.Select(Text, Text).Select(RunEvent (x) => new PhaseStarted(x.Item1, x.Item2)),
        Gen.Select(Text, Gen.Long, Gen.Long, Text, TextOrNull).Select(RunEvent (x) => new PhaseProgress(x.Item1, x.Item2, x.Item3, x.Item4, x.Item5)),
        Gen.Select(Text, Text, NumberOrNull, Text, JsonOrNull).Select(RunEvent (x) => new MetricMeasured(x.Item1, x.Item2, x.Item3, x.Item4, x.Item5)),
        Gen.Select(Text, Gen.Int, Gen.Long, Gen.Long, Gen.Long, Gen.Int, Text).Select(RunEvent (x) => new LoadSecondMeasured(x.Item1, x.Item2, x.Item3, x.Item4, x.Item5, x.Item6, x.Item7)),
        Gen.Select(Text, Text, TruthOrNull, Text, Text, TextOrNull, TextOrNull).Select(RunEvent (x) => new GateMeasured(x.Item1, x.Item2, x.Item3, x.Item4, x.Item5, x.Item6, x.Item7)),
        Gen.Select(Text, Text, Text, Gen.Long, Gen.Long, Gen.Int, Text, Text).Select(RunEvent (x) => new CheckFailed(x.Item1, x.Item2, x.Item3, x.Item4, x.Item5, x.Item6, x.Item7, x.Item8)),
        Gen.Select(Gen.Int, Gen.Long, Gen.Int, Text, Text, Text, Text, Gen.Select(Text, Gen.Long, JsonOrNull)).Select(RunEvent (x) => new DivergenceFound(x.Item1, x.Item2, x.Item3, x.Item4, x.Item5, x.Item6, x.Item7, x.Item8.Item1, x.Item8.Item2, x.Item8.Item3)),
        Gen.Select(Gen.Int, TextOrNull, Gen.Long, Gen.Long, NumberOrNull, Gen.Decimal, NumberOrNull, NumberOrNull).Select(RunEvent (x) => new ReplayScored(x.Item1, x.Item2, x.Item3, x.Item4, x.Item5, x.Item6, x.Item7, x.Item8)),
        Gen.Select(Json, Text, Gen.Long, Gen.Long, NumberOrNull, NumberOrNull, Json).Select(RunEvent (x) => new MasksProposed(x.Item1, x.Item2, x.Item3, x.Item4, x.Item5, x.Item6, x.Item7)),
        Gen.Select(Text, Text, Severity, Text, Text, Text, Text, JsonOrNull).Select(RunEvent (x) => new IncidentOpened(x.Item1, x.Item2, x.Item3, x.Item4, x.Item5, x.Item6, x.Item7, x.Item8)),
        Gen.Select(Text, Severity, Text).Select(RunEvent (x) => new Notice(x.Item1, x.Item2, x.Item3)),
        Gen.Select(Text, Text, Gen.Long, TextOrNull, IntOrNull).Select(RunEvent (x) => new PhaseEnded(x.Item1, x.Item2, x.Item3, x.Item4, x.Item5)),
        Gen.Select(Text, Text).Select(RunEvent (x) => new PhaseSkipped(x.Item1, x.Item2)),
        Gen.Select(Text, Text, TextOrNull, Gen.Long, Gen.Long).Select(RunEvent (x) => new SnapshotSealed(x.Item1, x.Item2, x.Item3, x.Item4, x.Item5)),
        Gen.Select(Text, Text).Select(RunEvent (x) => new ResultSealed(x.Item1, x.Item2)),
        Gen.Select(Text, Gen.Int, NumberOrNull, TextOrNull).Select(RunEvent (x) => new RunEnded(x.Item1, x.Item2, x.Item3, x.Item4)));

    /// <summary>The event without its JSON values, which records compare by reference.</summary>
    public static RunEvent WithoutJson(RunEvent runEvent) => runEvent switch
    {
        RunStarted started => started with { Plan = null! },
        MetricMeasured metric => metric with { Data = null },
        DivergenceFound divergence => divergence with { Around = null },
        MasksProposed proposed => proposed with { Masks = null!, Unmasked = null! },
        IncidentOpened incident => incident with { Evidence = null },
        _ => runEvent,
    };

    public static IReadOnlyList<JsonNode?> JsonOf(RunEvent runEvent) => runEvent switch
    {
        RunStarted started => [started.Plan],
        MetricMeasured metric => [metric.Data],
        DivergenceFound divergence => [divergence.Around],
        MasksProposed proposed => [proposed.Masks, proposed.Unmasked],
        IncidentOpened incident => [incident.Evidence],
        _ => [],
    };

    private static Gen<T> Among<T>(params T[] values) => Gen.Int[0, values.Length - 1].Select(i => values[i]);
}
