namespace TestOps.Core.Suites.Reading;

/// <summary>Reads masks from a file of their own, such as a saved patch: <c>masks:</c> at the top, or under <c>replay</c> as in a suite.</summary>
public static class MaskListReader
{
    /// <summary>Reads the masks in <paramref name="text"/>; they name steps and calls of <paramref name="suite"/>.</summary>
    /// <exception cref="InvalidSuiteException">The masks have problems; it lists all of them.</exception>
    public static IReadOnlyList<MaskSpec> ReadOrThrow(string text, string sourceName, Suite suite)
    {
        var context = new SuiteContext();
        foreach (var step in suite.Sim?.Scenarios.SelectMany(scenario => scenario.Calls) ?? [])
        {
            context.References.Declare(ReferenceKind.Step, step.Name);
            context.References.Declare(ReferenceKind.Call, step.CallTemplate);
        }

        IReadOnlyList<MaskSpec> masks = [];
        if (SuiteTree.Read(text, sourceName, context.Problems) is { } root)
        {
            var file = new SuiteValue(root, sourceName, context);
            var list = Member(Member(root, "replay") ?? root, "masks");
            masks = list is null ? Missing(file) : MaskReader.Read(new SuiteValue(list, "masks", context));
        }

        context.References.Check();
        return context.Problems.IsEmpty ? masks : throw new InvalidSuiteException(sourceName, context.Problems.InOrder());
    }

    private static IReadOnlyList<MaskSpec> Missing(SuiteValue file)
    {
        file.MustBe("a mapping with masks", "write masks: and a list under it, as a drift report shows it");
        return [];
    }

    private static SuiteNode? Member(SuiteNode node, string key) => node is MapNode map ? map.Entries.FirstOrDefault(entry => entry.Key == key).Value : null;
}
