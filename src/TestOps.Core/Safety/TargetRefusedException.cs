namespace TestOps.Core.Safety;

/// <summary>The target policy refuses an address. Exit code 22.</summary>
public sealed class TargetRefusedException : TestOpsException
{
    /// <summary>Creates the refusal; <paramref name="reason"/> comes from <see cref="TargetPolicy.Refuse"/>.</summary>
    public TargetRefusedException(string host, string reason)
        : base("TARGET.REFUSED", $"target refused: {reason}", $"run again with --allow-host {host}, or set TESTOPS_ALLOW_HOSTS={host}, if you own that host") => Host = host;

    /// <summary>The host that was refused.</summary>
    public string Host { get; }

    /// <inheritdoc />
    public override ExitCode ExitCode => ExitCode.TargetRefused;
}
