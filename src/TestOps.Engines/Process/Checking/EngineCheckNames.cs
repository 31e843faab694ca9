namespace TestOps.Engines.Process.Checking;

/// <summary>Stable names of the checks. Each has a row in docs/reference/process-protocol.md.</summary>
public static class EngineCheckNames
{
#pragma warning disable CS1591 // The page describes each check; a second description here would drift.
    public const string Hello = "hello";
    public const string Answer = "answer";
    public const string UnknownPath = "unknown-path";
    public const string UnknownMethod = "unknown-method";
    public const string JsonBodies = "json-bodies";
    public const string TextBody = "text-body";
    public const string BinaryBody = "binary-body";
    public const string Unicode = "unicode";
    public const string BigBody = "big-body";
    public const string ManyCalls = "many-calls";
    public const string Concurrency = "concurrency";
    public const string UnknownMembers = "unknown-members";
    public const string QuietOutput = "quiet-output";
    public const string EndOfInput = "end-of-input";
    public const string Terminate = "terminate";
    public const string SameTwice = "same-twice";
#pragma warning restore CS1591

    /// <summary>How many of them, the first ones, ask the first process.</summary>
    internal static int OfOneProcess => All.TakeWhile(static name => name != UnknownMembers).Count();

    /// <summary>All of them, in the order in which they run.</summary>
    public static IReadOnlyList<string> All { get; } =
        [Hello, Answer, UnknownPath, UnknownMethod, JsonBodies, TextBody, BinaryBody, Unicode, BigBody, ManyCalls, Concurrency, UnknownMembers, QuietOutput, EndOfInput, Terminate, SameTwice];
}
