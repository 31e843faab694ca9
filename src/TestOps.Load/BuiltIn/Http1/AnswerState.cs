namespace TestOps.Load.BuiltIn.Http1;

/// <summary>How far an answer has been read.</summary>
public enum AnswerState
{
    /// <summary>The head is not complete.</summary>
    Head,

    /// <summary>The head has just been completed; what becomes of the body is to be said by <see cref="AnswerParser.BeginBody"/>.</summary>
    HeadRead,

    /// <summary>The body is not complete.</summary>
    Body,

    /// <summary>The answer is complete.</summary>
    Complete,

    /// <summary>The answer is no valid HTTP, or breaks a limit: <see cref="AnswerParser.Failure"/> says how.</summary>
    Broken,

    /// <summary>The sink of the body wants no more.</summary>
    Abandoned,
}
