namespace TestOps.Core.Expressions;

/// <summary>Tells a reader which names a scope has; names only, never values: those may be secret.</summary>
internal static class ScopeNaming
{
    private const int MaxNames = 12;

    /// <summary>What to do about a missing value.</summary>
    public static string Hint(ExpressionScope scope)
        => $"{Listing("data", scope.Data.Keys)}; {Listing("keep", scope.Keep.Keys)}; {Listing("vars", scope.Variables.Keys)}; for a value that may be absent write: a?.b ?? 'default'";

    private static string Listing(string root, IEnumerable<string> keys)
    {
        var names = keys.ToList();
        if (names.Count == 0)
        {
            return $"{root} is empty";
        }

        names.Sort(StringComparer.Ordinal);
        var shown = string.Join(' ', names.Take(MaxNames));
        return names.Count <= MaxNames ? $"{root} has: {shown}" : $"{root} has: {shown} and {names.Count - MaxNames} more";
    }
}
