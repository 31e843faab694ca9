namespace TestOps.Load.BuiltIn;

/// <summary>How the current call of a client stands.</summary>
internal enum CallEnd
{
    Idle,
    Running,
    TimedOut,
    Cancelled,
}
