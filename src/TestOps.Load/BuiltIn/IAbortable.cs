namespace TestOps.Load.BuiltIn;

/// <summary>What can be ended by force, from any thread: whoever waits for it then fails.</summary>
internal interface IAbortable
{
    void Abort();
}
