using TestOps.Core.Suites;

namespace TestOps.Core.Sessions;

/// <summary>A compiled step.</summary>
public abstract class StepProgram
{
    private protected StepProgram()
    {
    }
}

/// <summary>A compiled pause with the random stream that it draws from.</summary>
internal sealed class ThinkProgram(ThinkSpec think, string stream) : StepProgram
{
    public ThinkSpec Think { get; } = think;

    public string Stream { get; } = stream;
}
