using System.Reflection;
using System.Text.Json;
using System.Text.Json.Nodes;
using TestOps.Core.Journaling;

namespace TestOps.Core.Tests.Journaling;

public sealed class EventDocumentationTests
{
    private static readonly NullabilityInfoContext Nullability = new();

    [Fact]
    public void EventsPage_ListsTypesAndKeysOfTheCode()
    {
        var page = File.ReadAllLines(Path.Combine(TestFiles.RepositoryRoot, "docs/reference/events.md"));
        var rows = page.Where(line => line.StartsWith("| `", StringComparison.Ordinal)).Select(line => line.Split('|', StringSplitOptions.TrimEntries)).ToList();

        rows.Select(cells => $"{cells[1]} | {cells[2]}").Should().Equal(RunEventJson.TypeNames.Select(name => $"`{name}` | {KeysOf(name)}"));
        rows.Should().AllSatisfy(cells => cells[3].Length.Should().BeGreaterThan(10, "each event says what it means"));
    }

    private static string KeysOf(string typeName)
    {
        RunEventJson.TryGetType(typeName, out var type).Should().BeTrue();
        var parameters = type!.GetConstructors(BindingFlags.Public | BindingFlags.Instance).MaxBy(constructor => constructor.GetParameters().Length)!.GetParameters();
        return string.Join(", ", parameters.Select(parameter => $"`{JsonNamingPolicy.SnakeCaseLower.ConvertName(parameter.Name!)}` {KindOf(parameter)}"));
    }

    private static string KindOf(ParameterInfo parameter)
    {
        var type = Nullable.GetUnderlyingType(parameter.ParameterType) ?? parameter.ParameterType;
        var kind = type switch
        {
            _ when type == typeof(string) => "string",
            _ when type == typeof(bool) => "boolean",
            _ when type == typeof(EventSeverity) => "severity",
            _ when type == typeof(JsonNode) => "JSON",
            _ when type == typeof(IReadOnlyList<ThresholdStanding>) => "list",
            _ when type == typeof(double) || type == typeof(decimal) => "number",
            _ when type == typeof(int) || type == typeof(long) || type == typeof(ulong) => "integer",
            _ => throw new NotSupportedException($"{parameter.Name} is a {type}: name its kind here and in docs/reference/events.md."),
        };
        return Nullability.Create(parameter).WriteState == NullabilityState.Nullable ? kind + "?" : kind;
    }
}
