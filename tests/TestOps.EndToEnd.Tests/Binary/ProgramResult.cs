using System.Text.Json.Nodes;

namespace TestOps.EndToEnd.Tests.Binary;

/// <summary>What a command left behind.</summary>
/// <param name="ExitCode">Its exit code; 128 and the signal's number where a signal ended it.</param>
/// <param name="Out">Everything on standard output, as written.</param>
/// <param name="Error">Everything on standard error, as written.</param>
public sealed record ProgramResult(int ExitCode, string Out, string Error)
{
    /// <summary>Standard output as one JSON object, as <c>--json</c> prints it.</summary>
    public JsonObject Json => JsonNode.Parse(Out)!.AsObject();

    /// <summary>All of it, for the reason of an assertion.</summary>
    public override string ToString() => $"exit code {ExitCode}\n--- standard output\n{Out}\n--- standard error\n{Error}";
}
