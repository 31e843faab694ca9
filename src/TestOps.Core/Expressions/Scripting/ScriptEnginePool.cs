using System.Collections.Concurrent;

namespace TestOps.Core.Expressions.Scripting;

/// <summary>
/// Interpreters that wait for work; never more than evaluations were running at a time. One pool for the process, because building an interpreter costs
/// milliseconds, and sharing is safe because an interpreter keeps nothing from one evaluation to the next.
/// </summary>
internal static class ScriptEnginePool
{
    private static readonly ConcurrentBag<ScriptEngine> s_idle = [];

    /// <summary>An interpreter for one evaluation.</summary>
    public static ScriptEngine Rent() => s_idle.TryTake(out var engine) ? engine : new ScriptEngine();

    /// <summary>Gives an interpreter back after an evaluation that met no limit.</summary>
    public static void Return(ScriptEngine engine) => s_idle.Add(engine);
}
