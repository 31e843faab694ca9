namespace TestOps.Engines.Process;

/// <summary>An engine did not get as far as its hello.</summary>
public sealed class ProcessDialogueException : Exception
{
    /// <summary>Creates the failure; <paramref name="message"/> says what became of the engine.</summary>
    public ProcessDialogueException(string message, Exception? innerException)
        : base(message, innerException)
    {
    }
}
