namespace TestOps.Core.Expressions;

/// <summary>How an expression is evaluated. Both ways give the same values; a property test compares them.</summary>
public enum EvaluationPath
{
    /// <summary>Compiled where the expression allows it, else interpreted.</summary>
    Fastest,

    /// <summary>Always by the JavaScript interpreter; for tests and for finding out who is wrong.</summary>
    Interpreter,
}
