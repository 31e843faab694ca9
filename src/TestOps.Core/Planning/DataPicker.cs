using System.Globalization;
using System.Text.Json;
using TestOps.Core.Determinism;
using TestOps.Core.Suites;

namespace TestOps.Core.Planning;

/// <summary>Which row of a data source a session gets: a pure function of (seed, session, source).</summary>
public static class DataPicker
{
    private static readonly Dictionary<string, JsonElement> s_noRows = [];

    /// <summary>
    /// The row's index: sequential is session modulo rows, unique is the session, random a draw from the session's stream <c>data/NAME</c>.
    /// </summary>
    /// <exception cref="ArgumentException">A unique source has no row for the session; the plan refuses such a suite.</exception>
    public static int IndexOf(DataTable table, ulong seed, long session)
    {
        ArgumentNullException.ThrowIfNull(table);
        return table.Pick switch
        {
            DataPick.Sequential => (int)(session % table.Rows.Count),
            DataPick.Random => (int)SeededRandom.ForSession(seed, session).Fork($"data/{table.Name}").NextInt64(table.Rows.Count),
            _ when session < table.Rows.Count => (int)session,
            _ => throw new ArgumentException(string.Create(CultureInfo.InvariantCulture, $"Session {session} has no row in '{table.Name}', which has {table.Rows.Count}."), nameof(session)),
        };
    }

    /// <summary>The rows of a session by source: what expressions see as <c>data</c>.</summary>
    public static IReadOnlyDictionary<string, JsonElement> RowsOf(IReadOnlyDictionary<string, DataTable> data, ulong seed, long session)
    {
        ArgumentNullException.ThrowIfNull(data);
        return data.Count == 0 ? s_noRows : Read(data, seed, session);
    }

    private static Dictionary<string, JsonElement> Read(IReadOnlyDictionary<string, DataTable> data, ulong seed, long session) => data.ToDictionary(
        static source => source.Key,
        source => source.Value.Rows[IndexOf(source.Value, seed, session)],
        StringComparer.Ordinal);
}
