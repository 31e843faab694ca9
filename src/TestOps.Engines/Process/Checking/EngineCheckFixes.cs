using TestOps.Core.Engines;

namespace TestOps.Engines.Process.Checking;

/// <summary>What to change where a call got no answer.</summary>
internal static class EngineCheckFixes
{
    public static string Of(EngineFailure failure) => failure.Kind switch
    {
        EngineFailureKind.Timeout => "answer every call, one with an error too; flush standard output after each line",
        EngineFailureKind.ConnectionLost or EngineFailureKind.Unreachable => "catch what goes wrong in a call and answer 500: the engine must outlive it; its last words are above, or on its standard error",
        EngineFailureKind.BodyTooLarge => "answer less, or raise engine.max_body in the suite",
        _ => "write one JSON object a line, as docs/reference/process-protocol.md says; print logs to standard error",
    };
}
