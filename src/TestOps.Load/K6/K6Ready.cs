using TestOps.Processes;

namespace TestOps.Load.K6;

/// <summary>Everything that k6 is started with, checked.</summary>
/// <param name="Tool">The k6.</param>
/// <param name="Script">The script, inspected.</param>
/// <param name="Inspection">What inspected it.</param>
/// <param name="Call">What all calls have in common.</param>
/// <param name="Arguments">The suite's own arguments, rendered.</param>
internal sealed record K6Ready(K6Tool Tool, K6Script Script, K6Inspection Inspection, ChildProcessOptions Call, IReadOnlyList<string> Arguments);
