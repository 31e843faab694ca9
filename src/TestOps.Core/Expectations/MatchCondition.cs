using System.Text.RegularExpressions;
using TestOps.Core.Expressions;

namespace TestOps.Core.Expectations;

/// <summary><c>matches</c>: a regular expression of .NET that finds a match in the string.</summary>
internal sealed class MatchCondition(Regex pattern) : Condition
{
    private static readonly TimeSpan s_limit = TimeSpan.FromSeconds(5);

    public override string Expected => $"a match of {pattern}";

    public static MatchCondition Compile(string check, string pattern)
    {
        try
        {
            return new MatchCondition(new Regex(pattern, RegexOptions.CultureInvariant | RegexOptions.Compiled, s_limit));
        }
        catch (ArgumentException error)
        {
            throw new InvalidCheckException(check, $"'{pattern}' is no regular expression: {error.Message}", "write a regular expression of .NET; inside YAML quotes a backslash may need another", error);
        }
    }

    public override bool Holds(in Subject subject)
    {
        try
        {
            return subject.Text is { } text && pattern.IsMatch(text);
        }
        catch (RegexMatchTimeoutException error)
        {
            throw new ExpressionException(pattern.ToString(), ExpressionFailure.Resource, "the match took longer than 5 s", "simplify the pattern: nested repetitions are slow", error);
        }
    }
}
