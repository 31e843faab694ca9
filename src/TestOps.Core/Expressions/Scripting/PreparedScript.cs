using Jint;
using AcornimaScript = Acornima.Ast.Script;

namespace TestOps.Core.Expressions.Scripting;

/// <summary>
/// An expression as the interpreter takes it. A class of its own, so that who has no expression to evaluate loads no interpreter: that is some megabytes, which a suite of constant texts does
/// without.
/// </summary>
internal sealed class PreparedScript(Prepared<AcornimaScript> script)
{
    /// <summary>Whether it names a root of the scope, or another global.</summary>
    public bool Names(string name) => script.ReferencedGlobals is { } names && names.Contains(name);

    /// <summary>Interprets it.</summary>
    /// <exception cref="ExpressionException">It threw or met a limit.</exception>
    public ExpressionValue Evaluate(string text, ExpressionScope scope, ResultForm form)
    {
        var engine = ScriptEnginePool.Rent();
        try
        {
            var value = engine.Evaluate(text, script, scope, form);
            ScriptEnginePool.Return(engine);
            return value;
        }
        catch (ExpressionException error) when (error.Failure == ExpressionFailure.Value)
        {
            // An error of JavaScript is part of the language. After a limit the interpreter may be in any state: it is left to the garbage collector.
            ScriptEnginePool.Return(engine);
            throw;
        }
    }
}
