namespace TestOps.Testing.Golden;

/// <summary>A golden file and the output differ.</summary>
public sealed class GoldenFileMismatchException : Exception
{
    /// <summary>Creates the failure for the first line (from 1) that differs.</summary>
    public GoldenFileMismatchException(string path, int line, string expected, string actual)
        : base($"{path} line {line}: expected '{expected}', was '{actual}'. If the change is wanted, run the test with {GoldenFile.UpdateVariable}=1 and review the diff.") => Path = path;

    /// <summary>The golden file.</summary>
    public string Path { get; }
}
