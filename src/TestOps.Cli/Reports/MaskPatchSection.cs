using System.Globalization;
using System.Text.Json.Nodes;
using TestOps.Cli.Rendering;
using TestOps.Core.Journaling;

namespace TestOps.Cli.Reports;

/// <summary>The masks that would cure a drift, ready to be pasted, and what the same answers come to under them.</summary>
internal sealed class MaskPatchSection(Screen screen)
{
    private const int Indent = 13;
    private const int UnmaskedMax = 10;

    public void Write(MasksProposed? proposed, bool isFull)
    {
        if (proposed is null)
        {
            return;
        }

        screen.Line();
        screen.Line(proposed.Yaml.Length == 0 ? ("no mask would cure it", Tone.Strong) : ($"masks that would {(IsCure(proposed) ? "cure it" : "hide a part of it")}, to be pasted under replay if these values may differ:", Tone.Strong));
        foreach (var line in proposed.Yaml.Split('\n', StringSplitOptions.RemoveEmptyEntries))
        {
            // Never wrapped: what is pasted must be what was judged.
            screen.Line($"  {line}");
        }

        if (proposed.Yaml.Length > 0)
        {
            var score = proposed.Score is { } value ? value.ToString("0.00", CultureInfo.InvariantCulture) : "no score: calls got no answer";
            screen.Field("  would give", string.Create(CultureInfo.InvariantCulture, $"{score} ({proposed.Identical} of {proposed.Sessions} sessions identical in every replay), with {Words.Compared(proposed.LeavesCompared)} compared"), Indent);
        }

        WriteUnmasked([.. (proposed.Unmasked as JsonArray ?? []).OfType<JsonObject>()], isFull);
    }

    private static bool IsCure(MasksProposed proposed) => proposed.Score is not null && proposed.Identical == proposed.Sessions;

    private void WriteUnmasked(List<JsonObject> places, bool isFull)
    {
        var name = "  stays";
        foreach (var place in isFull ? places : places.Take(UnmaskedMax))
        {
            screen.Field(name, $"{place["step_name"]} {place["pointer"]} ({place["class"]}, {Words.Count((long)place["sessions"]!, "session")}): {place["why"]}", Indent, Tone.Warn);
            name = "";
        }

        if (!isFull && places.Count > UnmaskedMax)
        {
            screen.Field("", $"and {Words.Count(places.Count - UnmaskedMax, "further place")}", Indent);
        }
    }
}
