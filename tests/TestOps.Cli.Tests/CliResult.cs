namespace TestOps.Cli.Tests;

/// <summary>How a command ended.</summary>
internal sealed record CliResult(int ExitCode, string Out, string Error)
{
    /// <summary>Both outputs, for the message of a failed assertion.</summary>
    public override string ToString() => $"exit code {ExitCode}\nout:\n{Out}\nerror:\n{Error}";
}
