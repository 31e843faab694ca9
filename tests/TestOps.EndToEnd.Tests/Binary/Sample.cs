namespace TestOps.EndToEnd.Tests.Binary;

/// <summary>A folder of <c>samples/</c>, copied into a sandbox: what users are told to run.</summary>
internal static class Sample
{
    /// <summary>A sandbox that holds the files of <c>samples/{name}</c>.</summary>
    public static Sandbox Copy(string name)
    {
        var sandbox = new Sandbox();
        foreach (var file in Directory.EnumerateFiles(Path.Combine(Repository.Root, "samples", name)))
        {
            File.Copy(file, Path.Combine(sandbox.Folder, Path.GetFileName(file)));
        }

        return sandbox;
    }
}
