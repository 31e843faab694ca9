namespace TestOps.Engines.Toron;

/// <summary>What becomes of a call: an answer, silence, the engine's death, or an engine that is dead already.</summary>
internal enum ToronFate
{
    Answer,
    Hang,
    Die,
    Dead,
}
