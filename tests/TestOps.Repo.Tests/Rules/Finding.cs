namespace TestOps.Repo.Tests.Rules;

/// <summary>A place that breaks a rule.</summary>
/// <param name="Subject">The file or type, as exceptions name it.</param>
/// <param name="Text">What is wrong there, and where.</param>
internal sealed record Finding(string Subject, string Text);
