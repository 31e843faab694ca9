namespace TestOps.Processes.Guarding;

/// <summary>What a parent writes to its guard, a byte each. The end of the pipe says that the parent is gone.</summary>
internal enum GuardSignal : byte
{
    /// <summary>Ask everything that was started to end.</summary>
    Terminate = (byte)'T',

    /// <summary>Kill everything that was started.</summary>
    Kill = (byte)'K',
}
