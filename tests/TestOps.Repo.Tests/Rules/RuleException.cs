namespace TestOps.Repo.Tests.Rules;

/// <summary>A place that may break a rule for now.</summary>
/// <param name="Rule">Name of the rule.</param>
/// <param name="Subject">The file or type.</param>
/// <param name="Since">The day it was written down.</param>
/// <param name="Reason">Why it stands.</param>
internal sealed record RuleException(string Rule, string Subject, string Since, string Reason);
