namespace TestOps.Server.Access;

/// <summary>Whether this server has runs that wait or go on.</summary>
internal interface IActiveRuns
{
    bool HasActiveRuns { get; }
}
