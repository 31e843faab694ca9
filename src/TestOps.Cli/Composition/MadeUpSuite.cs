using System.Text.Json;
using System.Text.Json.Nodes;
using TestOps.Core.Planning;
using TestOps.Core.Suites.Reading;

namespace TestOps.Cli.Composition;

/// <summary>The suite of a load that is given an address and no suite: a GET of that address, or a k6 script against it.</summary>
internal static class MadeUpSuite
{
    /// <summary>Its name in the history.</summary>
    public const string Name = "url";

    private static readonly JsonSerializerOptions s_indented = new() { WriteIndented = true, NewLine = "\n" };

    /// <summary>A GET of <paramref name="url"/>. Fewer than 1 % of the answers may be failures: an address that only answers with errors is no success.</summary>
    public static SuiteFile ForUrl(CliHost host, Uri url) => Read(host, Name, url, new JsonObject
    {
        ["profile"] = "smoke",
        ["thresholds"] = new JsonObject { ["http_req_failed"] = new JsonArray("rate<0.01") },
    });

    /// <summary>The k6 script <paramref name="path"/> against <paramref name="url"/>.</summary>
    public static SuiteFile ForScript(CliHost host, Uri url, string path) => Read(host, path, url, new JsonObject { ["driver"] = "k6", ["script"] = Path.GetFileName(path) });

    private static SuiteFile Read(CliHost host, string path, Uri url, JsonObject load)
    {
        var suite = new JsonObject
        {
            ["version"] = 1,
            ["name"] = Name,
            ["engine"] = new JsonObject { ["kind"] = "http", ["base_url"] = url.GetLeftPart(UriPartial.Authority) },
            ["sim"] = new JsonObject
            {
                ["users"] = 1,
                ["scenarios"] = new JsonObject { ["get"] = new JsonObject { ["steps"] = new JsonArray(new JsonObject { ["name"] = "get", ["call"] = $"GET {url.PathAndQuery}" }) } },
            },
            ["load"] = load,
        };
        var read = SuiteReader.ReadOrThrow(suite.ToJsonString(s_indented) + "\n", path);
        return new SuiteFile(path, read, new Dictionary<string, DataTable>(), [], new Dictionary<string, ReadOnlyMemory<byte>>()) { Folder = SuiteFile.FolderOf(host, path) };
    }
}
