using System.Diagnostics;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace TestOps.Load.Tests.Export;

/// <summary>Runs an exported script in node, over modules that stand in for k6's: it really makes its requests.</summary>
internal static class NodeScript
{
    private static readonly TimeSpan s_limit = TimeSpan.FromMinutes(2);

    /// <summary>Runs every load scenario of the script for a number of iterations, and answers what it did.</summary>
    public static async Task<JsonNode> RunAsync(string script, int iterations, IReadOnlyDictionary<string, string> variables, IReadOnlyDictionary<string, byte[]>? files = null)
    {
        var (exitCode, output, error) = await TryAsync(script, iterations, variables, files);
        return exitCode == 0 ? JsonNode.Parse(output)! : throw new InvalidOperationException($"node ended with {exitCode}: {error}");
    }

    /// <summary>The same for a script that may fail.</summary>
    public static async Task<(int ExitCode, string Output, string Error)> TryAsync(string script, int iterations, IReadOnlyDictionary<string, string> variables, IReadOnlyDictionary<string, byte[]>? files = null)
    {
        var folder = Directory.CreateTempSubdirectory("testops-export-").FullName;
        try
        {
            var modules = Directory.CreateDirectory(Path.Combine(folder, "node_modules", "k6")).FullName;
            foreach (var file in Directory.GetFiles(Path.Combine(AppContext.BaseDirectory, "Export", "fake-k6")))
            {
                File.Copy(file, Path.Combine(file.EndsWith(".mjs", StringComparison.Ordinal) ? folder : modules, Path.GetFileName(file)));
            }

            foreach (var (name, bytes) in files ?? new Dictionary<string, byte[]>())
            {
                await File.WriteAllBytesAsync(Path.Combine(folder, name), bytes);
            }

            await File.WriteAllTextAsync(Path.Combine(folder, "script.mjs"), script);
            return await StartAsync(folder, ["harness.mjs", Path.Combine(folder, "script.mjs"), $"{iterations}", JsonSerializer.Serialize(variables)]);
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    private static async Task<(int, string, string)> StartAsync(string folder, string[] arguments)
    {
        using var limit = new CancellationTokenSource(s_limit);
        using var node = Process.Start(new ProcessStartInfo("node", arguments) { WorkingDirectory = folder, RedirectStandardOutput = true, RedirectStandardError = true })!;
        try
        {
            var output = node.StandardOutput.ReadToEndAsync(limit.Token);
            var error = node.StandardError.ReadToEndAsync(limit.Token);
            await node.WaitForExitAsync(limit.Token);
            return (node.ExitCode, await output, await error);
        }
        finally
        {
            if (!node.HasExited)
            {
                node.Kill(entireProcessTree: true);
            }
        }
    }
}
