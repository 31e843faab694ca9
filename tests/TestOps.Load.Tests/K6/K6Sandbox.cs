using System.Text.Json.Nodes;

namespace TestOps.Load.Tests.K6;

/// <summary>A folder with the script of a recorded case, and a k6 that plays the recording back.</summary>
internal sealed class K6Sandbox : IDisposable
{
    private const UnixFileMode Executable = UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute;

    public K6Sandbox(string recorded)
    {
        Folder = Directory.CreateTempSubdirectory("testops-k6-test ").FullName;
        Work = Path.Combine(Folder, "work");
        foreach (var file in Directory.EnumerateFiles(Path.Combine(AppContext.BaseDirectory, "Recordings", recorded)))
        {
            File.Copy(file, Path.Combine(Folder, Path.GetFileName(file)));
        }

        K6 = Program("k6", $"exec dotnet '{Path.Combine(AppContext.BaseDirectory, "TestOps.FakeK6.dll")}' \"$@\"");
    }

    /// <summary>The folder of suite and script; its name has a space.</summary>
    public string Folder { get; }

    /// <summary>Where the driver makes its private folders.</summary>
    public string Work { get; }

    /// <summary>Path of the stub.</summary>
    public string K6 { get; }

    /// <summary>What the stub was called with, in order.</summary>
    public IReadOnlyList<JsonNode> Calls => [.. File.ReadLines(Path.Combine(Folder, "calls.jsonl")).Select(line => JsonNode.Parse(line)!)];

    /// <summary>Makes an executable shell script.</summary>
    public string Program(string name, string command)
    {
        var path = Path.Combine(Folder, name);
        File.WriteAllText(path, $"#!/bin/sh\n{command}\n");
        Allow(path, Executable);
        return path;
    }

    /// <summary>Sets who may do what with a file; Windows has no such bits.</summary>
    public static void Allow(string path, UnixFileMode mode)
    {
        if (!OperatingSystem.IsWindows())
        {
            File.SetUnixFileMode(path, mode);
        }
    }

    /// <summary>Changes how the stub plays.</summary>
    public void Play(string key, JsonNode value) => Change("play.json", play => play[key] = value);

    /// <summary>Changes what inspect says of the script.</summary>
    public void Inspect(string key, JsonNode value) => Change("inspect.json", options => options[key] = value);

    public void Remove(string name) => File.Delete(Path.Combine(Folder, name));

    public void Dispose() => Directory.Delete(Folder, recursive: true);

    private void Change(string name, Action<JsonObject> change)
    {
        var path = Path.Combine(Folder, name);
        var json = (JsonObject)JsonNode.Parse(File.ReadAllText(path))!;
        change(json);
        File.WriteAllText(path, json.ToJsonString());
    }
}
