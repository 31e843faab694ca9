using System.Text.Json;
using System.Text.Json.Nodes;
using TestOps.Core.Determinism;
using TestOps.Core.Planning;
using TestOps.Core.Suites;

namespace TestOps.Core.Snapshots;

/// <summary>The data rows of a head: the rows that sessions used, at their places, so that a replay needs no file beside it.</summary>
internal static class SnapshotRows
{
    public static JsonObject Write(Plan plan)
    {
        var data = new JsonObject();
        foreach (var (name, table) in plan.Data.OrderBy(table => table.Key, StringComparer.Ordinal))
        {
            var used = Used(plan, table);
            data[name] = new JsonObject
            {
                ["pick"] = table.Pick.ToString().ToLowerInvariant(),
                ["sha256"] = table.Sha256,
                ["rows"] = new JsonArray([.. table.Rows.Select((row, index) => used[index] ? JsonNode.Parse(row.GetRawText(), documentOptions: CanonicalJson.DocumentOptions) : null)]),
            };
        }

        return data;
    }

    public static Dictionary<string, DataTable> Read(SnapshotHead head)
    {
        var tables = new Dictionary<string, DataTable>(StringComparer.Ordinal);
        var data = head.Json["data"] as JsonObject ?? throw head.Corrupt("data", "missing");
        foreach (var (name, node) in data)
        {
            var rows = node?["rows"] as JsonArray ?? throw head.Corrupt($"data.{name}", "no rows");
            var pick = Enum.TryParse<DataPick>(head.Text("data", name, "pick"), ignoreCase: true, out var known) ? known : throw head.Corrupt($"data.{name}.pick", "unknown");
            tables[name] = new DataTable(name, pick, [.. rows.Select(row => JsonSerializer.SerializeToElement(row))], head.Text("data", name, "sha256"));
        }

        return tables;
    }

    private static bool[] Used(Plan plan, DataTable table)
    {
        var used = new bool[table.Rows.Count];
        var missing = used.Length;
        for (long session = 0; session < (plan.Suite.Sim?.Users ?? 0) && missing > 0; session++)
        {
            var row = DataPicker.IndexOf(table, plan.Seed, session);
            missing -= used[row] ? 0 : 1;
            used[row] = true;
        }

        return used;
    }
}
