using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;
using TestOps.Cli.Composition;

namespace TestOps.Cli.Commands;

/// <summary>JSON on standard output, indented, alone.</summary>
internal static class JsonOutput
{
    private static readonly JsonSerializerOptions Options = new() { WriteIndented = true, NewLine = "\n", Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    public static Task WriteAsync(CliHost host, JsonNode json) => host.Out.WriteAsync(json.ToJsonString(Options) + "\n");
}
