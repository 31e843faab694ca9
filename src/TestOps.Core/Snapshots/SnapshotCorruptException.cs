namespace TestOps.Core.Snapshots;

/// <summary>A file of a snapshot is damaged, missing or of an unknown format. <c>testops verify</c> ends with exit code 14.</summary>
public sealed class SnapshotCorruptException : TestOpsException
{
    /// <summary>Creates the failure: which file, where in it, what is wrong.</summary>
    public SnapshotCorruptException(string file, string where, string problem)
        : base("SNAPSHOT.CORRUPT", $"{file}: {where}: {problem}", "the evidence cannot be trusted; take the file from its original place again, or run the suite again")
    {
        File = file;
        Where = where;
        Problem = problem;
    }

    /// <summary>Name of the file.</summary>
    public string File { get; }

    /// <summary>Place in the file: <c>line 17</c>, <c>seal</c>.</summary>
    public string Where { get; }

    /// <summary>What is wrong there.</summary>
    public string Problem { get; }

    /// <inheritdoc />
    public override ExitCode ExitCode => ExitCode.ExtraFailed;
}
