using TestOps.Core.Expressions;
using TestOps.Core.Suites;

namespace TestOps.Core.Expectations;

/// <summary>An entry of <c>expect</c>, compiled once and evaluated for every answer. Immutable and safe for concurrent use.</summary>
public sealed class CompiledCheck
{
    private readonly IExpectation _expectation;

    private CompiledCheck(string name, IExpectation expectation)
    {
        Name = name;
        _expectation = expectation;
    }

    /// <summary>Name of the check; names its gate.</summary>
    public string Name { get; }

    /// <summary>Null for a check that can be compiled, else what is wrong and what to write.</summary>
    public static string? Validate(CheckSpec spec)
    {
        try
        {
            Compile(spec);
            return null;
        }
        catch (TestOpsException error)
        {
            return $"{error.Message}; {error.Hint}";
        }
    }

    /// <summary>Compiles a check.</summary>
    /// <exception cref="InvalidCheckException">A pointer, a regular expression, a type or a schema is invalid, or there is no condition.</exception>
    /// <exception cref="ExpressionException">The script is invalid.</exception>
    public static CompiledCheck Compile(CheckSpec spec) => new(spec.Name, spec switch
    {
        StatusCheck status => new StatusExpectation(status.Accepted),
        HeaderCheck header => new HeaderExpectation(header.Header, ConditionList.Compile(spec.Name, header.Conditions)),
        AtCheck at => AtExpectation.Compile(spec.Name, at.Pointer, ConditionList.Compile(spec.Name, at.Conditions)),
        ScriptCheck script => new ScriptExpectation(script.Script),
        _ => throw new InvalidOperationException($"There is no check of type {spec.GetType().Name}."),
    });

    /// <summary>Judges one answer. An expression that throws on this answer fails the check.</summary>
    /// <exception cref="ExpressionException">An expression or a pattern ran out of time or memory: nothing is known about the answer.</exception>
    public CheckOutcome Evaluate(CheckInput input)
    {
        try
        {
            return _expectation.Judge(input);
        }
        catch (InvalidOperationException) when (JsonText.ProblemOf(input.Body) is { } problem)
        {
            // System.Text.Json refuses to compare names and strings with lone surrogates. An engine may answer so; it is not our failure.
            return CheckOutcome.Fail("a body of well-formed JSON", problem);
        }
    }
}
