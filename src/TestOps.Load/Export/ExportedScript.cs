namespace TestOps.Load.Export;

/// <summary>A suite's load as a k6 script.</summary>
/// <param name="Text">The script.</param>
/// <param name="Notices">What it does not do as the built-in driver does, in words.</param>
public sealed record ExportedScript(string Text, IReadOnlyList<string> Notices);
