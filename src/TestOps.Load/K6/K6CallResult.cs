namespace TestOps.Load.K6;

/// <summary>How a short call of k6 ended.</summary>
internal sealed record K6CallResult(int ExitCode, string Output, string Error);
