using TestOps.Core.Engines;

namespace TestOps.Load.BuiltIn;

/// <summary>No connection: carries the finding out of the handler's connect callback.</summary>
internal sealed class DialFailedException : IOException
{
    public DialFailedException(EngineFailure failure, Exception? innerException = null)
        : base(failure.Message, innerException) => Failure = failure;

    public EngineFailure Failure { get; }
}
