namespace TestOps.Core.Suites;

/// <summary>A place whose value is a secret, in the JSON bodies of requests and answers.</summary>
/// <param name="At">JSON Pointer; <c>*</c> stands for any index.</param>
/// <param name="Step">The step that it belongs to; null for every step.</param>
public sealed record RedactSpec(string At, string? Step = null);
