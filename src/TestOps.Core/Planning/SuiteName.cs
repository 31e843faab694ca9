namespace TestOps.Core.Planning;

/// <summary>A name that an expression of the suite uses: <c>data.prompts.question</c>, where it stands.</summary>
internal readonly record struct SuiteName(string Path, string Root, string Member, string Field);
