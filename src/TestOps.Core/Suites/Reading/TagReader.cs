namespace TestOps.Core.Suites.Reading;

/// <summary>Lists of tags.</summary>
internal static class TagReader
{
    public static IReadOnlyList<string> Read(SuiteValue value)
    {
        var tags = value.Items("write [core, slow]").Select(static tag => tag.Name()).ToList();
        if (tags.Count > 32)
        {
            value.Problem($"must have at most 32 tags, has {tags.Count}", "keep those that you select by");
        }

        return tags;
    }
}
