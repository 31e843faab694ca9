using System.Runtime.InteropServices;
using System.Text;
using TestOps.Core.Planning;

namespace TestOps.Core.Secrets;

/// <summary>What cannot be kept secret, said before a run.</summary>
public static class SecretWarnings
{
    // Everyday words are in every suite.
    private const int LengthMin = 8;

    /// <summary>One sentence for each variable that is too short to be found in answers, or that the snapshot holds anyway because suite or rows do.</summary>
    public static IEnumerable<string> Of(RunSecrets secrets, Plan plan)
    {
        foreach (var name in secrets.TooShort)
        {
            yield return $"the value of env.{name} has fewer than {SecretForms.LengthMin} characters: it is not sent to the trace, but where the engine repeats it, it cannot be told from other text";
        }

        foreach (var name in secrets.NamesOf(value => value.Length >= LengthMin && plan.Suite.SourceText.Contains(value, StringComparison.Ordinal)))
        {
            yield return $"the value of env.{name} is written in the suite itself, which the snapshot holds: it is no secret there";
        }

        foreach (var table in plan.Data.Values.OrderBy(static table => table.Name, StringComparer.Ordinal))
        {
            foreach (var name in secrets.NamesOf(value => value.Length >= LengthMin && IsIn(table, Encoding.UTF8.GetBytes(value))))
            {
                yield return $"the value of env.{name} is in the rows of sim.data.{table.Name}, which the snapshot holds: it is no secret there";
            }
        }
    }

    private static bool IsIn(DataTable table, byte[] value) => table.Rows.Any(row => JsonMarshal.GetRawUtf8Value(row).IndexOf(value) >= 0);
}
