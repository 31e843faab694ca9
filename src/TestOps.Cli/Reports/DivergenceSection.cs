using System.Text.Json.Nodes;
using TestOps.Cli.Rendering;
using TestOps.Core.Journaling;

namespace TestOps.Cli.Reports;

/// <summary>Where answers differ: the first place of each kind, with the steps around it.</summary>
internal sealed class DivergenceSection(Screen screen, string expected = "recorded", string actual = "replayed")
{
    private const int Indent = 13;
    private const int ShownMax = 3;

    public void Write(RunReport report, bool isFull) => Write(report.Divergences, "replay", isFull ? int.MaxValue : ShownMax);

    /// <summary>Writes the first <paramref name="max"/> of <paramref name="divergences"/>; <paramref name="source"/> is what their number counts, empty for nothing.</summary>
    public void Write(IReadOnlyList<DivergenceFound> divergences, string source, int max)
    {
        // The same place in several replays is one divergence.
        var kinds = divergences.GroupBy(found => (found.StepName, found.Pointer, found.Class)).Select(group => group.ToList()).ToList();
        foreach (var (index, kind) in kinds.Take(max).Index())
        {
            screen.Line();
            var found = kind[0];
            var numbers = source.Length == 0 ? "" : $"{source}{(kind.Count > 1 ? "s" : "")} {string.Join(", ", kind.Select(seen => seen.Replay))}, ";
            var where = $"{numbers}session {found.Session}, step {found.Step} ({found.StepName}): {found.Class} at {Pointer(found)}";
            var title = index == 0 ? "first divergence" : "divergence";
            screen.Field(title, where, title.Length + 2, Tone.Strong);
            screen.Field($"  {expected}", Value(found.Expected), Indent);
            screen.Field($"  {actual}", Value(found.Actual), Indent, Tone.Bad);
            screen.Field("  sessions", $"{Words.Count(found.Sessions, "session")} {(found.Sessions == 1 ? "differs" : "differ")} here first", Indent);
            WriteAround(found);
        }

        if (kinds.Count > max)
        {
            screen.Line();
            screen.Line($"  and {Words.Count(kinds.Count - max, "further kind")} of divergence");
        }
    }

    private void WriteAround(DivergenceFound found)
    {
        if (found.Around is not JsonArray around)
        {
            return;
        }

        var table = new TextTable(["", "step", "name", "call", "status", ""], wrapping: [(3, 20), (2, 10)], numbers: [1]);
        foreach (var step in around.OfType<JsonObject>())
        {
            var isHere = (int?)step["step"] == found.Step;
            var same = (bool?)step["same"] switch { true => "same", false => "differs", null => "not reached" };
            table.Add(
                (isHere ? ">" : "", Tone.Bad), ($"{step["step"]}", Tone.Plain), ($"{step["name"]}", isHere ? Tone.Strong : Tone.Plain), ($"{step["call"]}", Tone.Plain), ($"{step["status"]}", Tone.Plain), (same, isHere ? Tone.Bad : Tone.Faint));
        }

        table.Write(screen);
    }

    private static string Pointer(DivergenceFound found) => found.Pointer.Length == 0 ? "the whole body" : found.Pointer;

    private static string Value(string value) => value.Length == 0 ? "nothing" : value;
}
