using TestOps.Cli.Rendering;
using TestOps.Core.Verdicts;

namespace TestOps.Cli.Reports;

/// <summary>Every gate, passed or not: value, limit, margin.</summary>
internal sealed class GateSection(Screen screen)
{
    private const int Indent = 13;

    public void Write(RunReport report)
    {
        var gates = report.Verdict.Gates;
        if (gates.Count == 0)
        {
            return;
        }

        var counts = gates.GroupBy(gate => gate.Status).OrderBy(group => group.Key).Select(group => $"{group.Count()} {group.Key.ToString().ToUpperInvariant()}");
        screen.Line();
        screen.Line(("gates", Tone.Strong), ($"  {string.Join(", ", counts)}", Tone.Plain));
        var table = new TextTable(["", "gate", "value", "limit", "margin"], wrapping: [(1, 20), (2, 10), (3, 10), (4, 8)]);
        foreach (var gate in gates)
        {
            var tone = ToneOf(gate.Status);
            var faint = gate.Status == GateStatus.Pass ? Tone.Plain : tone;
            table.Add((gate.Status.ToString().ToUpperInvariant(), tone), (gate.Id, faint), (gate.Value, faint), (gate.Limit, Tone.Plain), (gate.Margin ?? "", Tone.Plain));
        }

        table.Write(screen);

        // What a reader has to do about a gate that does not hurt: one that holds again, or one that is excused until a day.
        foreach (var gate in gates.Where(gate => gate is { Status: GateStatus.Pass or GateStatus.Known, Detail: not null }))
        {
            screen.Field("  note", $"{gate.Id}: {gate.Detail}", Indent, Tone.Warn);
        }
    }

    private static Tone ToneOf(GateStatus status) => status switch
    {
        GateStatus.Pass => Tone.Good,
        GateStatus.Warn or GateStatus.Known or GateStatus.Inconclusive => Tone.Warn,
        _ => Tone.Bad,
    };
}
