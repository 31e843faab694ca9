namespace TestOps.Core.Suites.Reading;

/// <summary>The <c>trace</c> section.</summary>
internal static class TraceReader
{
    private const int RedactMax = 1000;

    public static TraceSpec Read(SuiteValue value, ReplaySpec? replay)
    {
        if (value.Map("trace") is not { } map)
        {
            return TraceSpec.Default;
        }

        var isHashed = map.Read("bodies", "full", static bodies => bodies.Choice(["full", "hashed"], [])) == "hashed";
        if (isHashed && replay?.Masks.FirstOrDefault(static mask => mask.Kind is MaskKind.Tolerance or MaskKind.Time) is { } mask)
        {
            map.Find("bodies")!.Problem($"the values of hashed bodies cannot be measured, which the mask of kind {mask.Kind.ToString().ToLowerInvariant()} at {mask.At} asks for", "write bodies: full, or mask that place by kind: type");
        }

        return new TraceSpec { IsHashed = isHashed, Redact = map.Read<IReadOnlyList<RedactSpec>>("redact", [], ReadRedact) };
    }

    private static List<RedactSpec> ReadRedact(SuiteValue value)
    {
        var items = value.Items("write - /access_token");
        if (items.Count > RedactMax)
        {
            value.Problem($"must have at most {RedactMax} places, has {items.Count}", "merge some with *");
        }

        return [.. items.Select(ReadPlace).OfType<RedactSpec>()];
    }

    private static RedactSpec? ReadPlace(SuiteValue value)
    {
        if (value.Node is not MapNode)
        {
            return new RedactSpec(MaskReader.ReadPointer(value));
        }

        return value.Map("trace.redact[]") is { } map
            ? new RedactSpec(map.Need("at", "", "/access_token", MaskReader.ReadPointer), map.Read<string?>("step", null, static step => MaskReader.ReadReference(step, ReferenceKind.Step)))
            : null;
    }
}
