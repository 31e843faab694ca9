using System.Globalization;

namespace TestOps.Core.Expectations;

/// <summary><c>min</c> or <c>max</c>, both included.</summary>
internal sealed class BoundCondition(decimal bound, bool isMinimum) : Condition
{
    public override string Expected => $"{(isMinimum ? ">=" : "<=")} {bound.ToString(CultureInfo.InvariantCulture)}";

    public override bool Holds(in Subject subject) => subject.TryCompare(bound, out var order) && (isMinimum ? order >= 0 : order <= 0);
}
