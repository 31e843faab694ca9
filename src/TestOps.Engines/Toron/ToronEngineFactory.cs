using TestOps.Core.Engines;
using TestOps.Core.Suites;

namespace TestOps.Engines.Toron;

/// <summary>Builds the built-in <c>toron</c> engine.</summary>
/// <param name="child">How to run our own executable, which serves the load phase.</param>
public sealed class ToronEngineFactory(ToronChildCommand child) : IEngineFactory
{
    /// <inheritdoc />
    public string Kind => "toron";

    /// <inheritdoc />
    /// <exception cref="InvalidSuiteException">A fault cannot be planted; all of them are listed.</exception>
    public IEngine Create(EngineSpec engine, EngineBinding binding)
    {
        var faults = new List<ToronFault>();
        var problems = new List<SuiteProblem>();
        for (var index = 0; index < engine.Faults.Count; index++)
        {
            try
            {
                faults.Add(ToronFault.Parse(engine.Faults[index]));
            }
            catch (ToronFaultException exception)
            {
                problems.Add(new SuiteProblem($"engine.fault[{index}]", 0, exception.Message, exception.Hint));
            }
        }

        return problems.Count == 0 ? new ToronEngine(engine, binding, new ToronFaults(faults), child) : throw new InvalidSuiteException("engine", problems);
    }
}
