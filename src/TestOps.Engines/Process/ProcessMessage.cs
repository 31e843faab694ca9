using TestOps.Core.Engines;

namespace TestOps.Engines.Process;

/// <summary>A line of an engine, understood.</summary>
internal abstract record ProcessMessage
{
    private protected ProcessMessage()
    {
    }
}

/// <summary>The engine is ready and says who it is.</summary>
internal sealed record HelloMessage(EngineHello Hello) : ProcessMessage;

/// <summary>A piece of a body, before its answer.</summary>
internal sealed record FrameMessage(long Id, ReadOnlyMemory<byte> Data) : ProcessMessage;

/// <summary>The answer of a call.</summary>
internal sealed record AnswerMessage(long Id, int Status, string? ContentType, IReadOnlyList<Header> Headers, ReadOnlyMemory<byte>? Body) : ProcessMessage;

/// <summary>A line that breaks the protocol.</summary>
/// <param name="Defect">Its stable name: <c>not-json</c>.</param>
/// <param name="Text">What was wrong, with the value seen, and what to write instead.</param>
/// <param name="Id">The call that it was about; null where the line does not say, so that nothing after it can be trusted.</param>
/// <param name="IsAnswer">Whether the line was meant as the answer of that call, after which nothing more is to come for it.</param>
internal sealed record DefectMessage(string Defect, string Text, long? Id = null, bool IsAnswer = false) : ProcessMessage;
