namespace TestOps.Core.Expectations;

/// <summary>Conditions on a header. Names compare without case; several lines of one name are joined by <c>", "</c> (RFC 9110, 5.3).</summary>
internal sealed class HeaderExpectation(string name, ConditionList conditions) : IExpectation
{
    public CheckOutcome Judge(in CheckInput input)
    {
        string? value = null;
        var headers = input.Headers;
        for (var i = 0; i < headers.Count; i++)
        {
            if (string.Equals(headers[i].Name, name, StringComparison.OrdinalIgnoreCase))
            {
                value = value is null ? headers[i].Value : $"{value}, {headers[i].Value}";
            }
        }

        return conditions.Judge(value is null ? Subject.Absent : Subject.Of(value));
    }
}
