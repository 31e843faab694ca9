namespace TestOps.Processes.Guarding;

/// <summary>What a parent writes to its guard, a byte each. The end of the pipe says that the parent is gone.</summary>
internal enum GuardSignal : byte
{
    /// <summary>Ask everything that was started to end.</summary>
    Terminate = (byte)'T',

    /// <summary>Interrupt the command's group, as Ctrl-C does in a terminal. As often as it is said: programs tell a second interrupt from the first.</summary>
    Interrupt = (byte)'I',

    /// <summary>Kill everything that was started.</summary>
    Kill = (byte)'K',
}
