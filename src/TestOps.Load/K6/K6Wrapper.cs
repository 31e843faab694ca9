using System.Text.Json;

namespace TestOps.Load.K6;

/// <summary>
/// The generated script around a user's one, which stays as it is: it exports all that the other exports and writes k6's whole summary to a file. k6 reads it from standard input, with
/// the script's folder as working directory, so that <c>open()</c>, <c>fs.open()</c> and protocol files are found where the script alone would find them, and nothing is written beside it.
/// </summary>
internal static class K6Wrapper
{
    /// <summary>The text for a script at a full path.</summary>
    /// <param name="script">Full path of the script.</param>
    /// <param name="summary">Full path of the file for the summary.</param>
    /// <param name="hasDefault">Whether the script has a default export; to name one that is not there is a syntax error.</param>
    public static string Of(string script, string summary, bool hasDefault)
    {
        var module = JsonSerializer.Serialize(new Uri(script).AbsoluteUri);
        return $$"""
            import * as script from {{module}};
            export * from {{module}};
            {{(hasDefault ? $"export {{ default }} from {module};" : "")}}
            export function handleSummary(data) {
              const whole = JSON.stringify(data);
              let outputs = {};
              if (script.handleSummary) {
                try {
                  outputs = script.handleSummary(data) || {};
                } catch (error) {
                  console.error({{JsonSerializer.Serialize(K6Log.SummaryThrew)}} + error);
                }
              }
              return Object.assign({}, outputs, { [{{JsonSerializer.Serialize(summary)}}]: whole });
            }

            """;
    }
}
