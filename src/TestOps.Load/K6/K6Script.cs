namespace TestOps.Load.K6;

/// <summary>A script, inspected.</summary>
/// <param name="Path">Full path.</param>
/// <param name="Sha256">Digest of its bytes, as they were when it was inspected.</param>
/// <param name="Options">Its options.</param>
/// <param name="Inspected">What inspect printed.</param>
internal sealed record K6Script(string Path, string Sha256, K6ScriptOptions Options, string Inspected)
{
    /// <summary>Its folder, in which k6 is started.</summary>
    public string Folder => System.IO.Path.GetDirectoryName(Path)!;
}
