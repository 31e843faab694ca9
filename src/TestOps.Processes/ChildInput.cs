namespace TestOps.Processes;

/// <summary>What a child finds on its standard input, and with it who speaks with it.</summary>
public enum ChildInput
{
    /// <summary>A pipe that we hold open and never write to: a child that watches for its end ends with us. The default.</summary>
    HeldOpen,

    /// <summary>Nothing: the child reads the end at once, so that a command that asks a question does not wait for an answer.</summary>
    Empty,

    /// <summary>
    /// The caller owns the dialogue: it writes <see cref="ChildProcess.Input"/> and must read <see cref="ChildProcess.Output"/> to its end, or the child
    /// blocks. Standard error is still captured.
    /// </summary>
    Dialogue,
}
